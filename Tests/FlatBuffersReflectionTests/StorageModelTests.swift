import FlatBuffersReflection
import Testing

/// What a schema says of stored tables, whichever form it is read from.
struct StorageModelTests {
  private static let text = """
    namespace demo;
    enum Level: ubyte { low, high }
    table User (table: "users") {
      id: ulong (key);
      mail: string (unique: "usersByMail");
      level: Level = high (index: "usersByLevel");
      name: string (required, index: "usersByName");
      gone: int (deprecated);
    }
    table Note { text: string; }
    """

  @Test(arguments: Form.allCases)
  func `tables are stored under their names, by their keys`(form: Form) throws {
    let schema = try schema(Self.text, form)
    let model = StorageModel(schema)
    #expect(model.faults.isEmpty)
    #expect(model.tables.map(\.name) == ["users"])
    let users = try #require(model.table(named: "users"))
    #expect("\(users.record)" == "demo.User" && schema.objects[users.object].name == users.record)
    #expect("\(users.key)" == "id: ulong")
    let key = try #require(users.key.parts.first)
    #expect(key.path == [0] && key.type == .unsigned && key.absence == .integer(0))
  }

  @Test(arguments: Form.allCases)
  func `indexes say what records without the field are found by`(form: Form) throws {
    let users = try #require(StorageModel(try schema(Self.text, form)).table(named: "users"))
    #expect(Set(users.indexes.map(\.name)) == ["usersByMail", "usersByLevel", "usersByName"])
    let mail = try #require(users.index(named: "usersByMail"))
    #expect(mail.isUnique && mail.key.parts.map(\.absence) == [.notIndexed])
    let level = try #require(users.index(named: "usersByLevel"))
    #expect(!level.isUnique && level.key.parts.map(\.absence) == [.integer(1)])
    #expect(level.key.parts.map(\.scalar) == [.ubyte])
    let name = try #require(users.index(named: "usersByName"))
    #expect(name.key.parts.map(\.absence) == [.impossible] && name.key.parts.map(\.path) == [[3]])
  }

  @Test(arguments: [
    ("table T (table: \"ts\") { a: int; }", "found the stored table 'T' without a key"),
    ("table T (table: \"t-s\") { a: int (key); }", "found the name \"t-s\""),
    ("table T (table: \"ts\") { a: string; b: int; }", "found the stored table 'T' without a key"),
    ("table T { a: int (index: \"i\"); }", "found 'index' on a field of 'T'"),
    ("table T (primary: \"a\") { a: int; }", "found 'primary' on 'T', expected a stored table"),
    ("table T (index: \"i(a)\") { a: int; }", "found 'index' on 'T', expected a stored table"),
    ("table T (table: \"ts\", primary: \"b\") { a: int; }", "found no field 'b' in 'T'"),
    (
      "table T (table: \"ts\", primary: \"a desc desc\") { a: int; }",
      "found 'a desc desc', expected the name"
    ),
    ("table T (table: \"ts\", primary: \"a down\") { a: int; }", "found 'down', expected 'asc' or 'desc'"),
    ("table T (table: \"ts\", primary: \"a,\") { a: int; }", "found '', expected the name of a field"),
    ("table T (table: \"ts\", primary: \"\") { a: int; }", "found '', expected the name of a field"),
    ("table T (table: \"ts\", primary) { a: int; }", "found 'primary' without fields"),
    ("table T (table: \"ts\", primary: \"a, a\") { a: int; }", "found 'a' twice in a key"),
    (
      "table T (table: \"ts\", primary: \"a, b\") { a: int; b: string; }",
      "found the key 'b' of 'T' that records"
    ),
    ("table T (table: \"ts\", primary: \"b\") { b: int = null; }", "found the key 'b' of 'T' that records"),
    (
      "table T (table: \"ts\", primary: \"b\") { b: [int] (required); }",
      "found the vector 'b' as the key of 'T'"
    ),
    ("table T (table: \"ts\", primary: \"t\") { t: T (required); }", "found the field 't' as a key"),
    ("table T (table: \"ts\", primary: \"t.a\") { a: int; t: T; }", "found the field 't' as a key"),
    ("table T (table: \"ts\", primary: \"a.b\") { a: int; }", "found the field 'a' as a key"),
    ("table T (table: \"ts\", primary: \"a\") { a: int (deprecated); }", "found the field 'a' as a key"),
    (
      "table T (table: \"ts\", primary: \"a\") { a: string (required, offset64); }",
      "found the field 'a' as a key"
    ),
    (
      "struct L { l: [long:64]; } table T (table: \"ts\", primary: \"l\") { l: L (required); }",
      "found a key of 512"
    ),
  ])
  func `what is said wrongly is a fault, and left out`(text: String, message: String) throws {
    for form in Form.allCases {
      let model = StorageModel(try schema(text, form))
      #expect(model.faults.count == 1)
      #expect(model.faults.first?.message.hasPrefix(message) == true, "\(model.faults)")
      #expect(model.faults.map(\.location.file) == [form == .text ? "test.fbs" : "//test.fbs"])
      #expect(model.tables.isEmpty)
    }
  }

  private static let several = """
    enum Level: short { low = -1, high }
    struct Inner { level: Level; at: long; }
    struct Hash { bytes: [ubyte:20]; }
    struct Outer { flags: [bool:3]; inner: Inner; }
    table T (table: "ts", primary: " b , outer.inner.at desc", index: "byAll(hash,outer,w);unique byB( b asc ) ; byTag(b desc, tags);") {
      b: [ubyte] (required); outer: Outer (required); hash: Hash; w: float = 1.5; tags: [string];
      points: [Inner] (unique: "byPoint"); levels: [Level] (index: "byLevel");
    }
    """

  @Test(arguments: Form.allCases)
  func `keys of several fields are what structs, arrays and vectors hold`(form: Form) throws {
    let model = StorageModel(try schema(Self.several, form))
    #expect(model.faults.isEmpty, "\(model.faults)")
    let table = try #require(model.table(named: "ts"))
    #expect("\(table.key)" == "b: [ubyte], outer.inner.at: long desc")
    #expect(table.key.parts.map(\.path) == [[0], [1, 1, 1]])
    #expect(table.key.parts.map(\.offset) == [0, 16])
    #expect(table.index(named: "byB")?.isUnique == true)
    #expect(table.index(named: "byAll")?.isUnique == false)
    let all = try #require(table.index(named: "byAll"))
    #expect(
      "\(all.key)"
        == "hash.bytes: [ubyte:20], outer.flags: [bool:3], outer.inner.level: short, outer.inner.at: long, w: float"
    )
    #expect(all.components.map(\.name) == ["hash", "outer", "w"])
    #expect(
      all.key.parts.map(\.absence) == [
        .notIndexed, .impossible, .impossible, .impossible, .real(bits: 1.5.bitPattern),
      ])
    let tags = try #require(table.index(named: "byTag"))
    #expect("\(tags.key)" == "b: [ubyte] desc, tags: [string]")
    #expect(tags.key.parts.map(\.stride) == [nil, 4] && tags.key.isOfEachElement)
    let points = try #require(table.index(named: "byPoint"))
    #expect("\(points.key)" == "points.level: [short], points.at: [long]")
    #expect(points.key.parts.map(\.stride) == [16, 16] && points.key.parts.map(\.offset) == [0, 8])
  }

  @Test(arguments: [
    ("index: \"i(t)\"", "found the field 't' as a key"),
    ("index: \"i(ts)\"", "found the field 'ts' as a key"),
    ("index: \"i(u)\"", "found the field 'u' as a key"),
    ("index: \"i(u_type)\"", "found no field 'u_type' in 'T'"),
    ("index: \"i(us)\"", "found the field 'us' as a key"),
    ("index: \"i(s.a)\"", "found the field 'a' as a key"),
    ("index: \"i(s.x.y)\"", "found the field 'x' as a key"),
    ("index: \"i(s.y)\"", "found no field 'y' in 'S'"),
    ("index: \"i(x, y)\"", "found several vectors in the index 'i'"),
    ("index: \"i\"", "found 'i', expected an index such as"),
    ("index: \"i(\"", "found 'i(', expected an index such as"),
    ("index: \"i()\"", "found '', expected the name of a field"),
    ("index: \"only i(k)\"", "found 'only i(k)', expected an index such as"),
    ("index: \"i(k);;j(k)\"", "found '', expected an index such as"),
    ("index", "found 'index' without fields"),
    ("index: \"i(k)\", index: \"j(k)\"", "found 'index' twice on 'T'"),
  ])
  func `indexes that a table lists wrongly are left out, and it stays`(attribute: String, message: String)
    throws
  {
    let text = """
      struct Q { x: int; } struct S { a: [Q:2]; x: int; } union U { T }
      table T (table: "ts", \(attribute)) { k: int (key); t: T; ts: [T]; u: U; us: [U]; s: S; x: [int]; y: [int]; }
      """.replacing("\n", with: " ")
    let schema = try schema(text, .text)
    let model = StorageModel(schema)
    #expect(model.faults.count == 1)
    #expect(model.faults.first?.message.hasPrefix(message) == true, "\(model.faults)")
    #expect(model.tables.map(\.name) == ["ts"])
  }
}
