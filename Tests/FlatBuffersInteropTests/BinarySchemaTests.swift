import FlatBuffersRuntime
import FlatBuffersReflection
import SharedBytes
import Testing

/// Binary schemas that go from us to C++ and from C++ to us.
@Suite("Binary schemas and C++")
struct BinarySchemaTests {
  static let options = [
    BinarySchemaOptions(), BinarySchemaOptions(documentation: true),
    BinarySchemaOptions(builtInAttributes: true),
    BinarySchemaOptions(documentation: true, builtInAttributes: true),
  ]

  /// Small schemas with what the large one lacks.
  static let texts = [
    "table T { huge: ulong = 9223372036854775807; tiny: long = -9223372036854775808; } root_type T;",
    "namespace a.b; struct S { x: int; } table T { s: S (required); r: float = nan; i: double = -inf; }",
    "table T { f: [ubyte] (flexbuffer); d: double = 1e300; h: [ulong] (hash: \"fnv1a_64\"); }",
    "enum E : uint (bit_flags) { A = 31, B = 0 } union U { T = 3, V } table T { u: U; e: E = A; } table V {}",
  ]

  /// C++ has no place for these defaults and leaves them out.
  static let ownDefaults = "table T { name: string = \"none\"; list: [int] = []; }"

  @Test("C++ accepts our binary schema and finds in it what it writes itself", arguments: options.indices)
  func ours(index: Int) throws {
    let options = Self.options[index]
    for text in try [Museum.text(), Self.ownDefaults] + Self.texts {
      let ours = try Museum.schema(of: text).binary(options)
      let theirs = try ReferenceSchema(parsing: text).binary(
        comments: options.documentation, builtins: options.builtInAttributes)
      let described = try #require(Reference.describe(ours))
      #expect(described == Reference.describe(theirs))
    }
  }

  @Test("the binary schema that C++ writes means to us what its text means", arguments: 0...texts.count)
  func theirs(index: Int) throws {
    let text = try ([Museum.text()] + Self.texts)[index]
    let theirs = try Schema(binary: ReferenceSchema(parsing: text).binary(comments: true, builtins: true))
    let ours = try Museum.schema(of: text)
    #expect(theirs.fingerprint == ours.fingerprint)
    #expect(theirs.findings(since: ours).isEmpty && ours.findings(since: theirs).isEmpty)
  }

  @Test("C++ reads and builds records by nothing but our binary schema", arguments: 0..<5)
  func records(group: Int) throws {
    let museum = try Museum()
    let loaded = try ReferenceSchema(loading: museum.binary)
    for seed in CPlusPlusTests.seeds(group) {
      let record = try Museum.record(seed: seed)
      let text = try museum.print(record)
      #expect(try loaded.print(record) == text, "seed \(seed)")
      #expect(try loaded.build(text) == museum.reference.build(text), "seed \(seed)")
    }
  }

  @Test("we read records by the binary schema that C++ writes", arguments: 0..<5)
  func recordsByTheirs(group: Int) throws {
    let museum = try Museum()
    let schema = try Schema(binary: museum.reference.binary(builtins: true))
    let root = try #require(schema.rootTable)
    for seed in CPlusPlusTests.seeds(group) {
      let record = try Museum.record(seed: seed)
      let table = try DynamicTable(verifying: record, as: root, of: schema)
      #expect(try JSONPrinter.print(table) == museum.print(record), "seed \(seed)")
    }
  }
}
