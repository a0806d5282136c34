import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// What a realm tells of its procedures, topics, errors and schemas.
@Suite struct ReflectionTests {
  private static let members = (1...3).map {
    Member(id: SessionID($0), authrole: $0 == 3 ? "guest" : "user", roles: CallScene.roles)
  }

  /// A hash that a test can foresee.
  private static func hash(_ bytes: SharedBytes) -> String { "\(bytes.count) bytes" }

  private static func schemas(_ text: String = InventoryText.whole) throws -> [DescribedSchema] {
    try LoadedSchema.inventory([InventoryText.embedded(text)]).map { DescribedSchema($0, hash: hash) }
  }

  /// A realm whose inventory is ``InventoryText``.
  private static func client(_ permissions: Permissions = .open) throws -> MetaClient {
    var client = MetaClient(members, RoutingTable(permissions: permissions))
    client.realm.change(try PayloadInventory([InventoryText.embedded()], .off), try schemas())
    return client
  }

  private static func register(
    _ client: inout MetaClient, _ procedure: String, _ match: MatchPolicy = .exact,
    _ invoke: InvocationPolicy = .single, by session: UInt64 = 2
  ) {
    let register = Message.Register(
      request: RequestID(1), procedure: procedure, match: match, invoke: invoke)
    _ = client.realm.receive(.register(register), from: SessionID(session))
  }

  private static func map(_ answer: MetaClient.Answer) throws -> [String: Value] {
    guard case .result(let list) = answer else {
      Issue.record("\(answer)")
      return [:]
    }
    return try #require(list.first?.mapValue)
  }

  private static func listed(
    _ client: inout MetaClient, _ kind: String, from caller: UInt64 = 1
  ) throws -> [String: [String]] {
    try map(client.ask("wamp.reflection.\(kind).list", from: caller)).mapValues {
      ($0.listValue ?? []).compactMap(\.stringValue)
    }
  }

  @Test func `procedures are those of the inventory, of sessions, and the router's own`() throws {
    var client = try Self.client()
    Self.register(&client, "a.b")
    Self.register(&client, "a.", .prefix)
    Self.register(&client, "a..c", .wildcard)
    _ = try client.realm.registerLocal("a.local")
    _ = try client.realm.registerOnCallersLoop("a.inline")
    let lists = try Self.listed(&client, "procedure")
    let exact = try #require(lists["exact"])
    #expect(
      exact.filter { !$0.hasPrefix("wamp.") }
        == ["a.b", "a.inline", "a.local", "com.t.find", "com.t.visit"])
    #expect(exact.contains("wamp.session.count") && exact.contains("wamp.reflection.schema.get"))
    #expect(lists["prefix"] == ["a."] && lists["wildcard"] == ["a..c"])
    // What a callee leaves behind is worked off later.
    _ = client.realm.leave(SessionID(2))
    #expect(try Self.listed(&client, "procedure")["prefix"] == [])
  }

  @Test func `topics are those of the inventory, and of what the realm tells of itself`() throws {
    var client = try Self.client()
    let lists = try Self.listed(&client, "topic")
    #expect(lists["exact"]?.filter { !$0.hasPrefix("wamp.") } == ["com.t.hit", "com.t.visited"])
    #expect(lists["exact"]?.contains("wamp.registration.on_create") == true)
  }

  @Test func `a procedure of the inventory is described with its arguments, its schema and who answers`()
    throws
  {
    var client = try Self.client()
    Self.register(&client, "com.t.find", .exact, .roundRobin)
    let answer = try Self.map(client.ask("wamp.reflection.procedure.describe", ["com.t.find"]))
    #expect(answer["uri"] == "com.t.find" && answer["method"] == "t.Searches.find")
    #expect(
      answer["request"]
        == [
          "record": "t.Query",
          "args": [
            ["name": "text", "type": "string", "required": true], ["name": "near", "type": "t.Place"],
            ["name": "tags", "type": "[t.Tag]"], ["name": "any_type", "type": "t.Any"],
            ["name": "any", "type": "t.Any"], ["name": "many_type", "type": "[t.Any]"],
            ["name": "many", "type": "[t.Any]"], ["name": "order", "type": "t.Order"],
          ],
          "kwargs": [["name": "limit", "type": "uint"], ["name": "raw", "type": "[ubyte]"]],
        ])
    #expect(
      answer["response"]
        == [
          "record": "t.Found",
          "args": [["name": "count", "type": "uint"], ["name": "names", "type": "[string]"]], "kwargs": [],
        ])
    #expect(answer["registered"] == ["uri": "com.t.find", "match": "exact", "invoke": "roundrobin"])
    let embedded = try InventoryText.embedded()
    #expect(
      answer["schema"]
        == [
          "name": "t", "hash": .string(Self.hash(embedded.bytes)),
          "fingerprint": .string(String(embedded.fingerprint, radix: 16)),
        ])
    // A session answers, and what that takes is not known.
    #expect(answer["takes_records"] == nil)
    let topic = try Self.map(client.ask("wamp.reflection.topic.describe", ["com.t.hit"]))
    #expect(topic["event"]?.mapValue?["record"] == "t.Found" && topic["response"] == nil)
  }

  @Test func `what nothing but the name is known of is described by who answers it`() throws {
    var client = try Self.client()
    Self.register(&client, "a.", .prefix)
    #expect(
      try Self.map(client.ask("wamp.reflection.procedure.describe", ["a.x"]))
        == ["uri": "a.x", "registered": ["uri": "a.", "match": "prefix", "invoke": "single"]])
    let meta = try Self.map(client.ask("wamp.reflection.procedure.describe", ["wamp.session.get"]))
    #expect(meta["request"]?.mapValue?["args"] == [["name": "session"]])
    let left = try Self.map(client.ask("wamp.reflection.topic.describe", ["wamp.session.on_leave"]))
    #expect(
      left["event"]?.mapValue?["args"] == [["name": "session"], ["name": "authid"], ["name": "authrole"]])
  }

  @Test(arguments: [
    ("procedure", "a.b"), ("procedure", ""), ("procedure", "com.t.hit"), ("topic", "com.t.find"),
    ("topic", "a.b"), ("error", "com.t.error"), ("schema", "0"),
  ])
  func `what is not known is an error that names it`(kind: String, name: String) throws {
    var client = try Self.client()
    let action = kind == "schema" ? "get" : "describe"
    let answer = client.ask("wamp.reflection.\(kind).\(action)", [.string(name)])
    #expect(
      answer == .error("flatwire.error.not_described", "nothing is known here of the \(kind) \"\(name)\""))
  }

  @Test func `questions that are wrong are refused`() throws {
    var client = try Self.client()
    #expect(client.ask("wamp.reflection.procedure.describe").code == "wamp.error.invalid_argument")
    #expect(client.ask("wamp.reflection.topic.describe", [7]).code == "wamp.error.invalid_argument")
    #expect(client.ask("wamp.reflection.error.list", ["x"]).code == "wamp.error.invalid_argument")
    let long = String(repeating: "a", count: 2000)
    #expect(
      client.ask("wamp.reflection.procedure.describe", [.string(long)]).code == "wamp.error.invalid_uri")
  }

  @Test func `a session is told of what it may use, and nothing else`() throws {
    var permissions = Permissions.closed
    try permissions.grant(.call, to: "guest", on: "wamp.reflection.", .prefix)
    try permissions.grant(.call, to: "guest", on: "com.t.visit")
    try permissions.grant(.subscribe, to: "guest", on: "com.t.hit")
    var client = try Self.client(permissions)
    #expect(client.ask("wamp.reflection.procedure.list", from: 1).code == "wamp.error.not_authorized")
    let exact = try Self.listed(&client, "procedure", from: 3)["exact"] ?? []
    #expect(exact.filter { !$0.hasPrefix("wamp.reflection.") } == ["com.t.visit"])
    #expect(try Self.listed(&client, "topic", from: 3)["exact"] == ["com.t.hit"])
    for (kind, uri) in [
      ("procedure", "com.t.find"), ("procedure", "wamp.session.kill"), ("topic", "com.t.visited"),
    ] {
      let answer = client.ask("wamp.reflection.\(kind).describe", [.string(uri)], from: 3)
      #expect(answer.code == "flatwire.error.not_described", "\(uri)")
    }
    #expect(
      try Self.map(client.ask("wamp.reflection.procedure.describe", ["com.t.visit"], from: 3))["uri"] != nil)
  }

  @Test func `whoever an authorizer decides about is told of all`() throws {
    var permissions = Permissions.closed
    permissions.authorize("guest") { _ in .allowed() }
    var client = try Self.client(permissions)
    let call = Message.Call(request: RequestID(1), procedure: "wamp.reflection.topic.list")
    let asked = client.realm.receive(.call(call), from: SessionID(3))
    #expect(asked.count == 1)
    let answered = client.realm.authorized(SessionID(3), .allowed())
    guard case .send(let message, _)? = answered.last else { throw WAMPError(.runtimeError) }
    let lists = try Self.map(MetaClient.Answer(message))
    #expect(lists["exact"]?.listValue?.contains("com.t.visited") == true)
  }

  @Test func `schemas are listed once, and their bytes fetched by their hash`() throws {
    var client = try Self.client()
    let embedded = try InventoryText.embedded()
    let hash = Self.hash(embedded.bytes)
    #expect(
      client.ask("wamp.reflection.schema.list")
        == .result([
          [
            [
              "name": "t", "hash": .string(hash),
              "fingerprint": .string(String(embedded.fingerprint, radix: 16)),
            ]
          ]
        ]))
    #expect(
      client.ask("wamp.reflection.schema.get", [.string(hash)]) == .result([.bytes(embedded.bytes)]))
    #expect(
      client.ask("wamp.reflection.schema.get", [], ["hash": .string(hash)])
        == .result([.bytes(embedded.bytes)]))
  }

  @Test func `another inventory takes the place of the one before`() throws {
    var client = try Self.client()
    let text = """
      include "flatwire.fbs";
      namespace t;
      table Only { a: int; }
      /// All that is left.
      rpc_service Left (type: "interface", wampuri: "com.u") { only (Only): Void; }
      """
    client.realm.change(nil, try Self.schemas(text))
    let exact = try Self.listed(&client, "procedure")["exact"] ?? []
    #expect(exact.filter { !$0.hasPrefix("wamp.") } == ["com.u.only"])
    client.realm.change(nil, [])
    #expect(client.ask("wamp.reflection.schema.list") == .result([[]]))
    #expect(
      client.ask("wamp.reflection.procedure.describe", ["com.u.only"]).code == "flatwire.error.not_described")
  }

  @Test func `very many procedures are not listed in one answer`() throws {
    var limits = RealmLimits()
    limits.listedURIs = MetaProcedure.all.count + 1
    var client = MetaClient(Self.members, RoutingTable(limits: limits))
    Self.register(&client, "a.b")
    #expect(client.ask("wamp.reflection.procedure.list").code == nil)
    Self.register(&client, "a.c")
    #expect(client.ask("wamp.reflection.procedure.list").code == "wamp.error.unavailable")
  }

  @Test func `errors are listed, and each says what it means`() throws {
    var client = try Self.client()
    let exact = try Self.listed(&client, "error")["exact"] ?? []
    #expect(exact.contains("wamp.error.invalid_payload") && Set(exact).count == exact.count)
    for uri in exact {
      let described = try Self.map(client.ask("wamp.reflection.error.describe", [.string(uri)]))
      #expect(
        described["uri"] == .string(uri) && described["description"]?.stringValue?.hasSuffix(".") == true)
    }
  }

  @Test func `what a schema says of errors and of answers in parts is told`() throws {
    let text = """
      include "flatwire.fbs";
      namespace t;
      table Ask { text: string; }
      table Line { text: string (required); }
      table Count { count: uint; }
      table Locked (wampuri: "com.t.error.locked") { door: string (required); by: string (kwarg); }
      rpc_service Doors (type: "interface", wampuri: "com.t.door") {
        open (Ask): Count (errors: "Locked", progressive: "Line");
        look (Ask): Count;
      }
      """
    var client = try Self.client()
    client.realm.change(nil, try Self.schemas(text))
    let open = try Self.map(client.ask("wamp.reflection.procedure.describe", ["com.t.door.open"]))
    #expect(open["errors"] == ["com.t.error.locked"])
    #expect(open["part"]?.mapValue?["record"] == "t.Line")
    #expect(open["response"]?.mapValue?["record"] == "t.Count")
    #expect(try InterfaceDescription(.map(open)).value == .map(open))
    let look = try Self.map(client.ask("wamp.reflection.procedure.describe", ["com.t.door.look"]))
    #expect(look["errors"] == nil && look["part"] == nil)
    #expect(try Self.listed(&client, "error")["exact"]?.contains("com.t.error.locked") == true)
    let locked = try Self.map(client.ask("wamp.reflection.error.describe", ["com.t.error.locked"]))
    #expect(
      locked["error"]
        == [
          "record": "t.Locked", "args": [["name": "door", "type": "string", "required": true]],
          "kwargs": [["name": "by", "type": "string"]],
        ])
    #expect(locked["schema"]?.mapValue?["name"] == "t")
    #expect(try InterfaceDescription(.map(locked)).value == .map(locked))
  }

  @Test func `a description that is read again is the same`() throws {
    var client = try Self.client()
    Self.register(&client, "com.t.find")
    for uri in ["com.t.find", "com.t.visit", "wamp.session.get"] {
      let value = Value.map(
        try Self.map(client.ask("wamp.reflection.procedure.describe", [.string(uri)])))
      #expect(try InterfaceDescription(value).value == value)
    }
    let schema = try #require(try Self.schemas().first).identity
    #expect(try SchemaIdentity(schema.value) == schema)
  }

  @Test(
    arguments: [
      ("x", "found a string, expected a map"), ([:], "'uri': found null, expected a string"),
      (["uri": "a", "request": 7], "'request': found an integer, expected a map"),
      (["uri": "a", "errors": ["b", 7]], "'errors[1]': found an integer, expected a string"),
      (["uri": "a", "request": ["args": [["name": "b"], [:]]]], "'request.args[1].name': found null"),
      (["uri": "a", "response": ["args": "x"]], "'response.args': found a string, expected a list"),
      (
        ["uri": "a", "schema": ["name": "a", "hash": "b", "fingerprint": "x"]], "'schema.fingerprint': found"
      ),
      (["uri": "a", "registered": ["uri": "a", "match": "x"]], "'registered.match': found a string"),
      (["uri": "a", "takes_records": 1], "'takes_records': found an integer, expected a boolean"),
    ] as [(Value, String)])
  func `a description that is wrong is an error with the path`(value: Value, message: String) {
    let error = #expect(throws: WAMPError.self) { try InterfaceDescription(value) }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }
}
