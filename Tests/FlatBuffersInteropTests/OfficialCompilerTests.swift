import FlatBuffersRuntime
import FlatBuffersLanguage
import FlatBuffersReflection
import Programs
import SharedBytes
import Testing

/// A current release of flatc, on schemas nobody wrote and on what the C++ library of Debian does not know.
@Suite("flatc", .timeLimit(.minutes(10)))
struct OfficialCompilerTests {
  static let modern = [
    // 64-bit offsets. Not `vector64`: release 25.12.19 misplaces the elements and prints none.
    """
    struct S { x: int; y: double; }
    table T { far: string (offset64); floats: [float] (offset64); near: [long]; name: string; cells: [S] (offset64); }
    root_type T;
    """,
    // Unions with gaps.
    """
    struct S { x: short; } table A { n: int; next: T; } table B { a: A; }
    union U { A = 5, S, Text: string = 200, More: B }
    table T { u: U; list: [U]; must: U (required); }
    root_type T;
    """,
    // Keys of structs, defaults of strings and vectors.
    """
    enum E : ulong { Small = 1, Large = 18446744073709551615 }
    struct K { id: ushort (key); list: [short:2]; }
    struct H { hash: [ubyte:4] (key); }
    table T { name: string = "none"; list: [int] = []; keys: [K]; hashes: [H]; e: E = Large; big: ulong = null; }
    root_type T;
    """,
  ]

  @Test("the files of a binary schema, and those they include, are in flatc's order")
  func files() async throws {
    let texts: KeyValuePairs = [
      "m.fbs": "include \"z.fbs\"; include \"b.fbs\"; include \"a.fbs\"; table M { z: Z; }",
      "a.fbs": "include \"z.fbs\"; include \"b.fbs\"; table A {}", "b.fbs": "table B {}",
      "z.fbs": "table Z {}",
    ]
    let result = SchemaCompiler.compile(
      "m.fbs", files: SchemaFiles(Dictionary(uniqueKeysWithValues: texts.map { ($0.key, $0.value) })))
    let ours = try Schema(
      binary: #require(result.schema).binary(BinarySchemaOptions(builtInAttributes: true)))
    let theirs = try await Schema(binary: OfficialCompiler().binary(of: texts))
    #expect(ours.files == theirs.files)
    #expect(ours.files.first { $0.name == "//m.fbs" }?.includes == ["//a.fbs", "//b.fbs", "//z.fbs"])
  }

  @Test("flatc builds what we build from JSON, and prints what we print", arguments: 0..<modern.count + 25)
  func records(index: Int) async throws {
    let isRandom = index >= Self.modern.count
    let text =
      isRandom
      ? RandomSchema(seed: 5000 + index).text + "root_type T0; file_extension \"bin\";" : Self.modern[index]
    let result = SchemaCompiler.compile("s.fbs", files: SchemaFiles(["s.fbs": text]))
    let compiler = try await OfficialCompiler()
    guard let schema = result.schema, let root = schema.rootTable else {
      await #expect(throws: Program.Failure.self, "\(result.report)") { try await compiler.binary(of: text) }
      return
    }
    let documents = (0..<10).compactMap { RandomDocument.text(of: root, in: schema, seed: index * 10 + $0) }
    guard !documents.isEmpty else { return }
    let ours = try documents.map { json in
      try JSONReader.build(SourceFile(path: "t.json", text: json), as: root, of: schema)
    }
    let theirs = try await compiler.build(documents, by: text)
    func printed(_ record: SharedBytes) throws -> String {
      try JSONPrinter.print(DynamicTable(verifying: record, as: root, of: schema))
    }
    let expected = try ours.map(printed)
    #expect(try theirs.map(printed) == expected, "\(text)")
    #expect(try await compiler.print(ours, by: text) == expected, "\(text)")
  }

  @Test("the binary schema that flatc writes means to us what its text means", arguments: 0..<25)
  func binarySchemas(seed: Int) async throws {
    let text = RandomSchema(seed: 6000 + seed).text
    guard let ours = SchemaCompiler.compile("s.fbs", files: SchemaFiles(["s.fbs": text])).schema else {
      return
    }
    let theirs = try Schema(binary: try await OfficialCompiler().binary(of: text))
    #expect(theirs.fingerprint == ours.fingerprint, "\(text)")
    let options = BinarySchemaOptions(documentation: true, builtInAttributes: true)
    #expect(try Reference.describe(ours.binary(options)) == Reference.describe(theirs.binary(options)))
  }
}
