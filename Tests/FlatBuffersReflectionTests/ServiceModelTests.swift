import FlatBuffersReflection
import Testing

/// What a schema says of WAMP, whichever form it is read from.
struct ServiceModelTests {
  private static let text = """
    namespace demo;
    table User {}
    table Key {}
    /// All about users.
    rpc_service Users (wampuri: "com.example.user") {
      /// One of them.
      get(Key): User;
      changed(User): Void (type: "topic");
      all(Void): User (type: "procedure", wampuri: "com.example.all");
    }
    rpc_service Other (type: "interface") { ask(Key): User (wampuri: "com.example.ask"); }
    rpc_service Plain { call(Key): User; }
    """

  @Test(arguments: Form.allCases)
  func `interfaces are the services that say so`(form: Form) throws {
    let schema = try schema(Self.text, form)
    let model = ServiceModel(schema)
    #expect(model.faults.isEmpty)
    #expect(Set(model.interfaces.map { "\($0.name)" }) == ["demo.Users", "demo.Other"])
    for interface in model.interfaces {
      #expect(schema.services[interface.service].header.name == interface.name)
      #expect(model.interface(named: interface.name) == interface)
    }
    #expect(model.interface(named: QualifiedName(namespace: ["demo"], name: "Plain")) == nil)
  }

  @Test(arguments: Form.allCases)
  func `methods have a kind, a URI, tables and documentation`(form: Form) throws {
    let schema = try schema(Self.text, form)
    let users = try #require(
      ServiceModel(schema).interface(named: QualifiedName(namespace: ["demo"], name: "Users")))
    #expect(users.documentation == [" All about users."])
    #expect(users.methods.count == 3)
    let get = try #require(users.method(named: "get"))
    #expect(get.kind == .procedure && get.uri == "com.example.user.get")
    #expect(schema.name(get.request) == "demo.Key" && schema.name(get.response) == "demo.User")
    #expect(get.documentation == [" One of them."])
    let changed = try #require(users.method(named: "changed"))
    #expect(changed.kind == .topic && changed.uri == "com.example.user.changed")
    #expect(schema.name(changed.request) == "demo.User")
    #expect(users.method(named: "all")?.uri == "com.example.all")
    #expect(users.method(named: "none") == nil)
  }

  @Test(arguments: [
    (
      "rpc_service S (type: \"x\") { m(Void): Void (wampuri: \"a\"); }",
      "found \"x\" as the type of a service, expected \"interface\"", 16
    ),
    (
      "rpc_service S (wampuri: \"a\") { m(Void): Void (type: \"x\"); }",
      "found \"x\" as the type of a method, expected \"procedure\" or \"topic\"", 47
    ),
    (
      "rpc_service S (wampuri: \"a b\") { m(Void): Void; }",
      "found no WAMP URI for 'm', expected (wampuri: \"com.example.name\") on the service or the method", 16
    ),
    (
      "rpc_service S (wampuri: \"a\") { m(Void): Void (wampuri: \"a..b\"); }",
      "found no WAMP URI for 'm', expected (wampuri: \"com.example.name\") on the service or the method", 47
    ),
    (
      "table A { a:int; b:int (kwarg); c:int; } rpc_service S (wampuri: \"a\") { m(A): Void; }",
      "found the field 'c' of 'A' behind one that is a keyword argument of 'm', expected 'kwarg' on it, too",
      33
    ),
    (
      "table A { a:string (wampid); } rpc_service S (wampuri: \"a\") { m(A): Void; }",
      "found 'wampid' on the field 'a', expected it on integers", 11
    ),
    (
      "table A { b:B; } table B { c:[int] (timestamp); } rpc_service S (wampuri: \"a\") { m(Void): A; }",
      "found 'timestamp' on the field 'c', expected it on 64-bit integers", 28
    ),
    (
      "table A { a:[float] (wampuri_s); } rpc_service S (wampuri: \"a\") { m(A): Void (type: \"topic\"); }",
      "found 'wampuri_s' on the field 'a', expected it on strings", 11
    ),
    (
      "table A { a:string (uuid, wampname); } rpc_service S (wampuri: \"a\") { m(A): Void; }",
      "found 'uuid' and 'wampname' on the field 'a', expected one of them", 11
    ),
    (
      "struct B { c:int (readonly); } table A { b:B; } rpc_service S (wampuri: \"a\") { m(A): Void; }",
      "found 'readonly' on the field 'c' of a struct, expected it on the struct's own field", 12
    ),
    (
      "rpc_service S (type: \"interface\") { m(Void): Void; }",
      "found no WAMP URI for 'm', expected (wampuri: \"com.example.name\") on the service or the method", 37
    ),
  ])
  func `what is said wrongly is a fault with its place, and left out`(
    text: String, message: String, column: Int
  ) throws {
    let model = ServiceModel(try schema(text, .text))
    #expect(model.faults.map(\.message) == [message])
    #expect(model.faults.first?.location == SourceLocation(file: "test.fbs", line: 2, column: column))
    #expect(model.interfaces.flatMap(\.methods).isEmpty)

    // A binary schema knows the file.
    let binary = ServiceModel(try schema(text, .binary))
    #expect(binary.faults.map(\.message) == [message])
    #expect(binary.faults.map { "\($0.location)" } == ["//test.fbs"])
    #expect(binary.faults.map(\.place) == [.service(0)])
  }
}
