import FlatBuffersCodegen
import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation
import Testing

/// The JavaScript of schemas in `Schemas`, and its declarations, are the files of their names in `JavaScript`.
///
/// `REGENERATE=1 swift test --filter JavaScriptTests` writes the files anew.
struct JavaScriptTests {
  @Test(arguments: ["everything", "keys", "names", "shared", "stored", "unions", "wide"])
  func matches(_ name: String) throws {
    for (generate, ending) in [
      (JavaScriptGenerator.module, "js"), (JavaScriptGenerator.declarations, "d.ts"),
    ] {
      let code = try javaScript("\(testFolder)/Schemas/\(name).fbs", JavaScriptOptions(), generate)
      try expect(code, isAt: "\(testFolder)/JavaScript/\(name).\(ending)")
    }
  }

  @Test(
    arguments: [
      (
        #"include "flatwire.fbs"; table T (table: "t") { a: int; }"#,
        "found the stored table 'T' without a key"
      ),
      (
        #"include "flatwire.fbs"; table T {} rpc_service S (type: "interface") { m (T): T; }"#,
        "found no WAMP URI for 'm'"
      ),
    ])
  func `what a schema says wrongly is an error`(text: String, error: String) throws {
    var result = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": text]))
    let schema = try #require(result.schema)
    for generate in [JavaScriptGenerator.module, JavaScriptGenerator.declarations] {
      let generated = generate(schema, JavaScriptOptions())
      #expect(generated.source == nil)
      for diagnostic in generated.log.diagnostics { result.log.add(diagnostic) }
      #expect(result.report.contains(error), "\(result.report)")
    }
  }

  @Test func `comments of a schema end where JavaScript's do, and no sooner`() throws {
    let result = SchemaCompiler.compile(
      "test.fbs", files: SchemaFiles(["test.fbs": "/// a */ b\ntable T {\n  /// x*/y\n  a: int;\n}"]))
    let generated = JavaScriptGenerator.module(try #require(result.schema), options: JavaScriptOptions())
    let source = try #require(generated.source)
    #expect(source.contains(#"/** a *\/ b */"#) && source.contains(#"/** x*\/y */"#), "\(source)")
  }

  @Test func `types of two namespaces are spelt with them, and words of the language with an underscore`()
    throws
  {
    let text =
      "namespace a; table User {} namespace b; table User {} table class { await: int; toJSON: int; }"
    let result = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": text]))
    let generated = JavaScriptGenerator.module(try #require(result.schema), options: JavaScriptOptions())
    let source = try #require(generated.source)
    for name in ["class a_User ", "class b_User ", "class class_ ", "get await()", "get toJSON_()"] {
      #expect(source.contains(name), "\(source)")
    }
  }
}

/// The client that modules import is what stands in `Sources/FlatBuffersCodegen/JavaScript`.
///
/// `REGENERATE=1 swift test --filter JavaScriptClientTests` writes what is made of schemas, and then the Swift file.
@Suite(.serialized) struct JavaScriptClientTests {
  private static let folder = "\(packageFolder)/Sources/FlatBuffersCodegen/JavaScript"

  @Test(arguments: [("WAMP/tables", "pages"), ("flatwire", "declared")])
  func `modules of the package's own schemas are current`(schema: String, module: String) throws {
    let options = JavaScriptOptions(client: "./records.js")
    let code = try javaScript("\(packageFolder)/Schemas/\(schema).fbs", options, JavaScriptGenerator.module)
    try expect(code, isAt: "\(Self.folder)/\(module).js")
  }

  @Test func `the program has the client's files`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
    var code = """
      // The files in JavaScript, written here by JavaScriptClientTests. Do not edit.
      // swift-format-ignore-file

      /// The client that generated JavaScript imports.
      package enum JavaScriptClient {
        /// A file of the client.
        package struct File: Sendable {
          package let name: String
          package let text: String
        }

        /// Its files, in the order of their names.
        package static let files: [File] = [

      """
    for name in names {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
      code += "    File(name: \"\(name)\", text: #\"\"\"\n\(text)\"\"\"#),\n"
    }
    code += "  ]\n}\n"
    try expect(code, isAt: "\(Self.folder)/../Generated/JavaScriptClient.swift")
  }
}

/// The JavaScript of a schema on disk.
private func javaScript(
  _ path: String, _ options: JavaScriptOptions,
  _ generate: (Schema, JavaScriptOptions) -> (source: String?, log: DiagnosticLog)
) throws -> String {
  let result = SchemaCompiler.compile(path, files: .disk)
  let generated = generate(try #require(result.schema, "\(result.report)"), options)
  #expect(generated.log.diagnostics.isEmpty)
  return try #require(generated.source)
}

private func expect(_ code: String, isAt path: String) throws {
  if ProcessInfo.processInfo.environment["REGENERATE"] != nil {
    try code.write(toFile: path, atomically: true, encoding: .utf8)
  }
  #expect(try code == String(contentsOfFile: path, encoding: .utf8), "\(path) is not current")
}
