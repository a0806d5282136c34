import FlatBuffersCodegen
import FlatBuffersLanguage
import Testing

/// Keys of stored tables in Swift, and what the compiler says of those that can't be: the whole message, with its place
/// and what could be done.
struct StoredKeyTests {
  @Test(
    arguments: [
      (
        "union U { T } table T (table: \"ts\", index: \"byU(u)\") { a: int (key); u: U; }", 37,
        "found the field 'u' as a key of a stored table, expected a number, bool, enum, string, struct or bytes: "
          + "what a union holds differs from record to record", nil
      ),
      (
        "table V { x: int; } table T (table: \"ts\", index: \"byV(v)\") { a: int (key); v: V; }", 43,
        "found the field 'v' as a key of a stored table, expected a number, bool, enum, string, struct or bytes: "
          + "tables have no order", "keep the value to look up by in a field of 'T' itself"
      ),
      (
        "table V { x: int; } table T (table: \"ts\", index: \"byV(v.x)\") { a: int (key); v: V; }", 43,
        "found the field 'v' as a key of a stored table, expected a number, bool, enum, string, struct or bytes: "
          + "only fields of structs stand at the same place in every record",
        "name a field of 'T' itself or one of a struct"
      ),
      (
        "table V { x: int; } table T (table: \"ts\") { a: int (key); v: [V] (index: \"byV\"); }", 59,
        "found the field 'v' as a key of a stored table, expected a number, bool, enum, string, struct or bytes: "
          + "tables have no order", "keep the value to look up by in a field of 'T' itself"
      ),
      (
        "table T (table: \"ts\", primary: \"a, b\") { a: int; b: string; }", 23,
        "found the key 'b' of 'T' that records can be without, expected it to be required or to have a default",
        nil
      ),
      (
        "table T (table: \"ts\", primary: \"a, bb\") { a: int; b: string; }", 23,
        "found no field 'bb' in 'T', expected one of its fields in a key", "it has a, b"
      ),
      (
        "table T (table: \"ts\", primary: \"tags\") { tags: [string] (required); }", 23,
        "found the vector 'tags' as the key of 'T', expected one value: a record has one primary key",
        "make an index of it"
      ),
      (
        "table T (table: \"ts\", index: \"byA a\") { a: int (key); }", 23,
        "found 'byA a', expected an index such as 'byTeam(team, name desc)' or 'unique byMail(mail)'", nil
      ),
      (
        "table T (table: \"ts\", index: \"byA(a)\", index: \"byB(a)\") { a: int (key); }", 40,
        "found 'index' twice on 'T', expected all indexes in one",
        "write semicolons between them: (index: \"byA(a); byB(b)\")"
      ),
      (
        "table T (table: \"ts\", index: \"byA(a); byA(a desc)\") { a: int (key); }", 23,
        "found the index 'byA' twice on 'ts', expected a name for each", nil
      ),
      (
        "table T (table: \"ts\") { a: float = null (key); }", 42,
        "found 'key' on the field 'a', expected it on a field that always has a value", nil
      ),
      (
        "table T (table: \"ts\") { a: int; }", 7,
        "found the stored table 'T' without a key, expected (key) on one of its fields",
        "or name several: (primary: \"a, b desc\") on the table"
      ),
    ] as [(String, Int, String, String?)])
  func message(schema: String, column: Int, message: String, hint: String?) {
    let (source, report) = generate(
      text: "include \"flatwire.fbs\";\n" + schema, CodegenOptions(tables: true))
    #expect(source == nil)
    let mark = "  \(schema)\n  \(String(repeating: " ", count: column - 1))^"
    let advice = hint.map { "\n  hint: \($0)" } ?? ""
    #expect(report == "test.fbs:2:\(column): error: \(message)\n\(mark)\(advice)\n")
  }

  @Test("a type of the schema keeps its name beside the keys that are made") func names() throws {
    let schema = """
      include "flatwire.fbs";
      table T (table: "ts", primary: "a, b", index: "byB(b, a)") { a: int; b: int; k: ByBKey; }
      table ByBKey { x: int; }
      """
    let (source, report) = generate(text: schema, CodegenOptions(tables: true))
    let code = try #require(source, "\(report)")
    #expect(code.contains("struct ByBKey_: RecordStore::CompositeKey"))
    #expect(code.contains("struct Key: RecordStore::CompositeKey"))
  }

  @Test("a struct of another file, which is no key there, is its values in a key") func foreignStructs()
    throws
  {
    let files = SchemaFiles([
      "test.fbs": """
      include "flatwire.fbs"; include "other.fbs";
      table T (table: "ts", primary: "at, id desc", index: "byHash(code)") { id: ulong; at: Spot (required); code: Hash; }
      """,
      "other.fbs":
        "struct Part { y: float; } struct Spot { x: int; part: Part; } struct Hash { bytes: [ubyte:8]; }",
    ])
    let schema = try #require(SchemaCompiler.compile("test.fbs", files: files).schema)
    let code = try #require(SwiftGenerator.generate(schema, options: CodegenOptions(tables: true)).source)
    #expect(!code.contains("extension Spot") && !code.contains("extension Hash"))
    for line in [
      "public init(atX: Swift::Int32, atPartY: Swift::Float, id: Swift::UInt64)", "$1.append($0.at.part.y)",
      "public static let byHash = RecordStore::Index<T, FlatBuffersRuntime::FixedArray<8, Swift::UInt8>>(",
      "key: { $0.code?.bytes })",
    ] {
      #expect(code.contains(line), "\(line)")
    }
  }
}
