import FlatBuffersCodegen
import FlatBuffersLanguage
import FlatBuffersReflection
import Testing

/// A type has one name, whichever file is compiled.
struct TypeNameTests {
  private static let texts = [
    "a.fbs": "namespace a; table Item { n: int; }",
    "b.fbs": "namespace b; table Item { n: int; } table Other {}",
    "main.fbs": "include \"a.fbs\"; namespace m; table Item { n: int; } table Uses { x: a.Item; y: Item; }",
    "both.fbs": "include \"a.fbs\"; include \"b.fbs\"; table Both { x: a.Item; y: b.Item; }",
    "one.fbs": "include \"a.fbs\"; include \"b.fbs\"; table One { x: b.Other; }",
    "lib/l.fbs": "namespace l; table Item { n: int; }",
    "near.fbs": "include \"lib/l.fbs\"; table Near { x: l.Item; }",
    "far.fbs": "include \"lib/l.fbs\"; include \"a.fbs\"; table Far { x: l.Item; y: a.Item; }",
  ]

  private func generate(_ path: String, _ options: CodegenOptions = CodegenOptions()) throws -> (
    source: String?, errors: [String]
  ) {
    let schema = try #require(SchemaCompiler.compile(path, files: SchemaFiles(Self.texts)).schema)
    let generated = SwiftGenerator.generate(schema, options: options)
    return (generated.source, generated.log.diagnostics.map(\.description))
  }

  private func neighbors(_ paths: String...) -> [SchemaSyntax] {
    paths.map { Parser.parse(SourceFile(path: $0, text: Self.texts[$0] ?? "")).syntax }
  }

  @Test("an includer does not change the name of what it includes")
  func includer() throws {
    #expect(try generate("a.fbs").source?.contains("public struct Item:") == true)
    let source = try #require(try generate("main.fbs").source)
    #expect(source.contains("public struct MItem:"))
    #expect(source.contains("public var x: Item?"))
    #expect(source.contains("public var y: MItem?"))
  }

  @Test("neighbors that do not know each other get names that differ")
  func neighbors() throws {
    let options = CodegenOptions(neighbors: neighbors("a.fbs", "b.fbs", "both.fbs"))
    #expect(try generate("a.fbs", options).source?.contains("public struct AItem:") == true)
    #expect(try generate("b.fbs", options).source?.contains("public struct BItem:") == true)
    let source = try #require(try generate("both.fbs", options).source)
    #expect(source.contains("public var x: AItem?") && source.contains("public var y: BItem?"))
  }

  @Test("types that would have one name are an error where they are needed")
  func meeting() throws {
    let (source, errors) = try generate("both.fbs")
    #expect(source == nil)
    #expect(
      errors == [
        "a.fbs:1:20: error: found 'a.Item' and 'b.Item', expected names that differ in Swift: both become 'Item'",
        "b.fbs:1:20: error: found 'b.Item' and 'a.Item', expected names that differ in Swift: both become 'Item'",
      ])
    #expect(try generate("one.fbs").errors == [])
  }

  @Test("types of two modules are told apart by their modules")
  func modules() throws {
    let options = CodegenOptions(modules: [.init(name: "Lib", folder: "lib")])
    let source = try #require(try generate("far.fbs", options).source)
    #expect(source.contains("public var x: Lib::Item?") && source.contains("public var y: Item?"))
    // Code by hand may have the name, too.
    #expect(try generate("near.fbs", options).source?.contains("public var x: Lib::Item?") == true)
    // What another module has does not change the names of this one.
    let beside = CodegenOptions(modules: options.modules, neighbors: neighbors("lib/l.fbs", "a.fbs"))
    #expect(try generate("a.fbs", beside).source?.contains("public struct Item:") == true)
  }
}
