import FlatBuffersLanguage
import FlatBuffersReflection
import SharedBytes
import Testing

/// What a schema says of stored tables, read from the binary schemas that C++ writes.
@Suite("Storage and C++", .timeLimit(.minutes(10)))
struct StorageTests {
  private static let text = """
    attribute "table"; attribute "primary"; attribute "index"; attribute "unique";
    struct Hash { bytes: [ubyte:20]; }
    struct Point { x: float; y: double; }
    struct Box { low: Point; high: Point; }
    enum Level: short { low = -1, high }
    table Parcel (
      table: "parcels", primary: "depot, label desc",
      index: "byBox(box.low.x desc, hash); unique byMail(mail, depot); byTag(level desc, tags)") {
      zone: Level = high (index: "byZone");
      label: string (required);
      depot: uint;
      box: Box;
      hash: Hash (required, unique: "byHash");
      mail: string;
      level: Level;
      tags: [string] (index: "byTagAlone");
      weight: double = 1.5 (index: "byWeight");
      payload: [ubyte] (index: "byPayload");
      points: [Point] (index: "byPoint");
    }
    table Note (table: "notes") { title: string (key); }
    root_type Parcel;
    """

  /// Tables, keys and indexes as texts; those of fields stand in no order that a binary schema keeps.
  private func outline(_ schema: Schema) -> [String] {
    let model = StorageModel(schema)
    #expect(model.faults.isEmpty, "\(model.faults)")
    return model.tables.map { table in
      let indexes = table.indexes.map {
        "\($0.isUnique ? "unique " : "")\($0.name)(\($0.key)) \($0.key.parts.map(\.offset))"
      }
      return "\(table.name) \(table.key) \(indexes.sorted())"
    }.sorted()
  }

  private func ours() throws -> Schema {
    let result = SchemaCompiler.compile("s.fbs", files: SchemaFiles(["s.fbs": Self.text]))
    return try #require(result.schema, "\(result.report)")
  }

  @Test("the C++ library keeps keys and indexes") func library() throws {
    let theirs = try Schema(
      binary: ReferenceSchema(parsing: Self.text).binary(comments: true, builtins: true))
    #expect(try outline(theirs) == outline(ours()))
    #expect(outline(theirs).count == 2)
  }

  @Test("flatc keeps keys and indexes") func compiler() async throws {
    let theirs = try await Schema(binary: OfficialCompiler().binary(of: Self.text))
    #expect(try outline(theirs) == outline(ours()))
  }
}
