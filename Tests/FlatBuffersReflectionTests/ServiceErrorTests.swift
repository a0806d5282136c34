import FlatBuffersReflection
import Testing

/// What a schema says of the errors of procedures, and of answers in parts.
struct ServiceErrorTests {
  private static let text = """
    namespace demo.errors;
    table Locked (wampuri: "com.example.error.locked") { by: string; }
    namespace demo;
    table Missing (wampuri: "com.example.error.missing") { id: ulong; name: string (kwarg); }
    table Key {}
    table Row {}
    table Sum {}
    rpc_service Rows (wampuri: "com.example.row", errors: "errors.Locked") {
      get(Key): Row (errors: "Missing , demo.errors.Locked");
      put(Row): Sum;
      list(Key): Sum (progressive: "demo.Row", errors: "Missing");
      copy(Key): Sum (progressive);
      changed(Row): Void (type: "topic");
    }
    """

  @Test(arguments: Form.allCases)
  func `procedures have the errors that they and their service name`(form: Form) throws {
    let schema = try schema(Self.text, form)
    let model = ServiceModel(schema)
    #expect(model.faults.isEmpty)
    let uris = ["com.example.error.locked", "com.example.error.missing"]
    #expect(model.errors.map(\.uri).sorted() == uris)
    #expect(Set(model.errors.map { schema.name($0.table) }) == ["demo.errors.Locked", "demo.Missing"])
    let rows = try #require(model.interfaces.first)
    func errors(_ method: String) throws -> [String] {
      try #require(rows.method(named: method)).errors.map { schema.name($0.table) }
    }
    #expect(try errors("get") == ["demo.Missing", "demo.errors.Locked"])
    #expect(try errors("put") == ["demo.errors.Locked"])
    #expect(try errors("list") == ["demo.Missing", "demo.errors.Locked"])
    #expect(try errors("changed") == [])
  }

  @Test(arguments: Form.allCases)
  func `parts are of the response's table, or of the one that is named`(form: Form) throws {
    let schema = try schema(Self.text, form)
    let rows = try #require(ServiceModel(schema).interfaces.first)
    func part(_ method: String) throws -> String? {
      try #require(rows.method(named: method)).part.map { schema.name($0) }
    }
    #expect(try part("get") == nil)
    #expect(try part("list") == "demo.Row")
    #expect(try part("copy") == "demo.Sum")
  }

  private static func service(_ attributes: String, _ type: String = "table T {} ") -> String {
    type + "rpc_service S (wampuri: \"a\") { m(Void): Void (\(attributes)); }"
  }

  @Test(arguments: [
    (service("errors: \"Nobody\""), "found 'Nobody', expected the name of a table", 58),
    (service("errors: \"E\"", "enum E: int { a } "), "found the enum 'E', expected a table", 65),
    (service("errors: \"E\"", "struct E { a: int; } "), "found the struct 'E', expected a table", 68),
    (
      service("errors: \"T\""),
      "found the table 'T', expected one with an error's URI: (wampuri: \"com.example.error.name\")", 58
    ),
    (service("errors"), "found no value for 'errors', expected names of tables: \"NotFound, Locked\"", 58),
    (service("errors: \"\""), "found '', expected the name of a table", 58),
    (
      service("errors: \"T, T\"", "table T (wampuri: \"b\") {} "),
      "found 'T' twice, expected each error once",
      73
    ),
    (
      service("errors: \"\(Array(repeating: "T", count: 257).joined(separator: ","))\""),
      "found 257 errors, expected at most 256", 58
    ),
    (
      service("type: \"topic\", errors: \"T\""),
      "found 'errors' on the topic 'm', expected it on a procedure",
      73
    ),
    (
      service("type: \"topic\", progressive"),
      "found 'progressive' on the topic 'm', expected it on a procedure", 73
    ),
    (service("progressive: \"Nobody\""), "found 'Nobody', expected the name of a table", 58),
    (
      service("progressive: 1"),
      "found '1' for 'progressive', expected the name of a table, or nothing: parts like the response", 58
    ),
    (
      service("progressive: \"T\"", "table T { a:int; b:int (kwarg); c:int; } "),
      "found the field 'c' of 'T' behind one that is a keyword argument of 'm', expected 'kwarg' on it, too",
      33
    ),
  ])
  func `what a method says wrongly is a fault with its place, and left out`(
    text: String, message: String, column: Int
  ) throws {
    for form in Form.allCases {
      let model = ServiceModel(try schema(text, form))
      #expect(model.faults.map(\.message) == [message])
      #expect(model.faults.map(\.place) == [.service(0)])
      if form == .text {
        #expect(model.faults.first?.location == SourceLocation(file: "test.fbs", line: 2, column: column))
      }
      #expect(model.interfaces.flatMap(\.methods).isEmpty)
    }
  }

  @Test(arguments: [
    (
      "table T (wampuri) {}",
      "found no value as the URI of the error 'T', expected one such as \"com.example.error.name\"", 10
    ),
    (
      "table T (wampuri: \"a b\") {}",
      "found \"a b\" as the URI of the error 'T', expected one such as \"com.example.error.name\"", 10
    ),
    (
      "table T (wampuri: \"wamp.error.timeout\") {}",
      "found the URI \"wamp.error.timeout\" on the error 'T', expected none of the protocol's own", 10
    ),
    (
      "table A (wampuri: \"a\") {} table T (wampuri: \"a\") {}",
      "found the URI \"a\" on a second error, expected another one than that of 'A'", 36
    ),
    (
      "table T (wampuri: \"a\") { a:int (kwarg); b:int; }",
      "found the field 'b' of 'T' behind one that is a keyword argument of 'T', expected 'kwarg' on it, too",
      41
    ),
    (
      "table T (wampuri: \"a\") { a:string (wampid); }",
      "found 'wampid' on the field 'a', expected it on integers", 26
    ),
  ])
  func `what an error's table says wrongly is a fault with its place, and left out`(
    text: String, message: String, column: Int
  ) throws {
    let schema = try schema(text, .text)
    let model = ServiceModel(schema)
    #expect(model.faults.map(\.message) == [message])
    #expect(model.faults.first?.location == SourceLocation(file: "test.fbs", line: 2, column: column))
    let table = try #require(schema.table(named: "T"))
    #expect(model.faults.first?.place == .table(table))
    #expect(!model.errors.contains { $0.table == table })
  }
}
