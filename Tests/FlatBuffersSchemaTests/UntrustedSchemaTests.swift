import SharedBytes
import Testing

@testable import FlatBuffersSchema

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
}
