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
    ("table T (table: \"ts\") { a: float (key); }", "found the field 'a' as a key"),
    ("table T { a: int (index: \"i\"); }", "found 'index' on a field of 'T'"),
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
}
