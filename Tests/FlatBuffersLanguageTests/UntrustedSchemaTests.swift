import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

/// Binary schemas can come from anywhere: what a compiler would not let pass is refused in them, too.
@Suite("Binary schemas of strangers")
struct UntrustedSchemaTests {
  static let all = BinarySchemaOptions(documentation: true, builtInAttributes: true)

  /// A compiled schema, changed in a way the compiler would not let pass, in its binary form.
  static func binary(_ text: String, _ change: (inout Schema) -> Void) throws -> SharedBytes {
    var schema = try #require(compile(text).schema)
    change(&schema)
    return try schema.binary(all)
  }

  static func error(_ text: String, _ change: (inout Schema) -> Void) throws -> String {
    let bytes = try binary(text, change)
    let error = #expect(throws: BinarySchemaError.self) { _ = try Schema(binary: bytes) }
    return error.map { "\($0)" } ?? ""
  }

  @Test(
    "an attribute on a field of a type it does not go with is refused",
    arguments: [
      ("int", "flexbuffer", "expected it on a vector of ubyte"),
      ("[int]", "flexbuffer", "expected it on a vector of ubyte"),
      ("[int]", "nested_flatbuffer", "expected it on a vector of ubyte"),
      ("[string]", "shared", "expected it on a string"),
      ("[string]", "vector64", "found 'vector64' on the field 'a', expected it on a vector of numbers"),
      ("[string]", "offset64", "found 'offset64' on the field 'a', expected it on a vector of numbers"),
      ("float", "hash", "expected it on an integer of 16, 32 or 64 bits"),
      ("int", "hash", "found the hash '', expected 'fnv1_32' or 'fnv1a_32'"),
      ("[int]", "force_align", "expected 'force_align' to be a power of two from 1 to 32"),
    ])
  func misplaced(type: String, attribute: String, message: String) throws {
    let error = try Self.error("table T { a: \(type); }") { schema in
      schema.objects[0].fields[0].attributes.elements = [
        AttributeList.Element(
          name: attribute, value: .none, location: SourceLocation(file: "", line: 0, column: 0))
      ]
    }
    #expect(error.hasPrefix("objects[0] 'T' fields[0] 'a': "))
    #expect(error.contains(message), "\(error)")
  }

  static func nestedStructs(_ depth: Int) -> String {
    var text = "struct S1 { a: int; }"
    if depth > 1 { for level in 2...depth { text += " struct S\(level) { s: S\(level - 1); }" } }
    return text + " table T { s: S\(depth); }"
  }

  @Test("structs nest to a limit")
  func deepStructs() throws {
    let schema = try #require(compile(Self.nestedStructs(64)).schema)
    _ = try Schema(binary: schema.binary())
    let errors = compile(Self.nestedStructs(65)).errors
    #expect(
      errors.first?.hasSuffix(
        "error: found structs nested 65 deep, expected at most 64") == true, "\(errors)")
    // Two that are fine each become one that is not.
    let error = try Self.error(Self.nestedStructs(64) + " struct Outer { a: int; }") { schema in
      let inner = schema.objects.firstIndex { $0.name.name == "S64" } ?? 0
      let outer = schema.objects.firstIndex { $0.name.name == "Outer" } ?? 0
      schema.objects[outer].fields[0].type = .single(.structure(inner))
    }
    #expect(error.hasSuffix("'Outer': structs nested more than 64 deep"), "\(error)")
  }

  @Test("a struct is aligned to 32 bytes at most, and whatever is accepted is written")
  func alignment() throws {
    let text = "struct S (force_align: 32) { x: int; } table T { s: S; }"
    let schema = try #require(compile(text).schema)
    let root = try #require(schema.table(named: "T"))
    let record = try JSONReader.build(
      SourceFile(path: "d.json", text: "{\"s\": {\"x\": 7}}"), as: root, of: schema)
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    guard case .structure(let value)? = table["s"], case .integer(7)? = value["x"] else {
      Issue.record("the struct is gone")
      return
    }
    let error = try Self.error(text) { schema in
      let index = schema.objects.firstIndex { $0.isStruct } ?? 0
      schema.objects[index].alignment = 64
      schema.objects[index].size = 64
    }
    #expect(error.hasSuffix("'S': the alignment 64"), "\(error)")
  }

  @Test("names are identifiers, because they become names in code")
  func names() throws {
    let text = """
      namespace n; enum E: int { A } table T { a: int; } rpc_service S { m(T): T; }
      """
    let bad = "x: Int; func evil()"
    let changes: [(String, (inout Schema) -> Void)] = [
      ("objects[0]: 'n.\(bad)' is no name of a type", { $0.objects[0].header.name.name = bad }),
      ("objects[0]: 'a b.T' is no name of a type", { $0.objects[0].header.name.namespace = ["a b"] }),
      ("objects[0] 'n.T' fields[0]: '\(bad)' is no identifier", { $0.objects[0].fields[0].name = bad }),
      ("objects[0] 'n.T' fields[0]: '\u{e9}' is no identifier", { $0.objects[0].fields[0].name = "\u{e9}" }),
      ("objects[0] 'n.T' fields[0]: '1a' is no identifier", { $0.objects[0].fields[0].name = "1a" }),
      ("objects[0] 'n.T' fields[0]: the name is empty", { $0.objects[0].fields[0].name = "" }),
      ("enums[0] 'n.E' values[0]: '\(bad)' is no identifier", { $0.enums[0].members[0].name = bad }),
      ("services[0]: 'n.\(bad)' is no name of a type", { $0.services[0].header.name.name = bad }),
      ("services[0] 'n.S' calls[0]: '\(bad)' is no identifier", { $0.services[0].methods[0].name = bad }),
    ]
    for (message, change) in changes { #expect(try Self.error(text, change) == message) }
  }

  @Test("namespaces are short, because names are looked up in all those around")
  func namespaces() throws {
    func parts(_ count: Int) -> [String] { [String](repeating: "n", count: count) }
    let most = parts(64).joined(separator: ".")
    let schema = try #require(compile("namespace \(most); table T { a: int; }").schema)
    _ = try Schema(binary: schema.binary())
    #expect(
      compile("namespace \(most).n; table T { a: int; }").errors == [
        "test.fbs:1:11: error: found a namespace of 65 names, expected at most 64"
      ])
    let long = String(repeating: "n", count: 1024)
    #expect(
      compile("namespace \(long); table T { a: int; }").errors == [
        "test.fbs:1:11: error: found a namespace of 1025 bytes, expected at most 1024"
      ])
    let error = try Self.error("table T { a: int; }") { $0.objects[0].header.name.namespace = parts(65) }
    #expect(error == "objects[0]: found a namespace of 65 names, expected at most 64")
  }

  @Test("the texts of defaults and the names of messages count as text")
  func textBudget() throws {
    func load(_ text: String) throws {
      let bytes = try #require(compile(text).schema).binary()
      let record = try RecordBuffer<BinarySchema>(verifying: bytes)
      var loader = BinarySchemaLoader(textBudget: 1000)
      _ = try loader.load(record.record)
    }
    let fields = (0..<100).map { "f\($0): ulong" }
    try load("table T { \(fields.joined(separator: ";")); }")
    let message = "far more text than the file has bytes"
    let defaults = #expect(throws: BinarySchemaError.self) {
      try load("table T { \(fields.joined(separator: "=18446744073709551615;")); }")
    }
    #expect(defaults?.message == message)
    let name = String(repeating: "T", count: 200)
    try load("table \(name) { a: int; } rpc_service S { a(\(name)): \(name); }")
    let messages = #expect(throws: BinarySchemaError.self) {
      try load("table \(name) { a: int; } rpc_service S { a(\(name)): \(name); b(\(name)): \(name); }")
    }
    #expect(messages?.message == message)
  }

  @Test("many attributes take linear time")
  func manyAttributes() throws {
    let count = 30_000
    let time = try cpuTime {
      let declared = (0..<count).map { "attribute \"x\($0)\";" }.joined()
      let schema = try #require(compile(declared + "table T { a: int; }").schema)
      #expect(schema.attributes.count == count)
      let bytes = try Self.binary("table T { a: int; }") { schema in
        schema.objects[0].header.attributes.elements = (0..<count).map {
          AttributeList.Element(
            name: "x\($0)", value: .none, location: SourceLocation(file: "", line: 0, column: 0))
        }
      }
      #expect(try Schema(binary: bytes).attributes.count == count)
    }
    #expect(time < .seconds(10), "\(time)")
  }
}
