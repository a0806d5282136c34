import Testing

@testable import WAMP

/// What a realm tells of its registrations.
@Suite struct RegistrationMetaTests {
  private let members = (1...4).map { Member(id: SessionID($0), roles: CallScene.roles) }

  private func register(
    _ client: inout MetaClient, _ procedure: String, _ match: MatchPolicy = .exact,
    _ invoke: InvocationPolicy = .single, by session: UInt64 = 2
  ) -> [RealmAction] {
    let register = Message.Register(
      request: RequestID(1), procedure: procedure, match: match, invoke: invoke)
    return client.realm.receive(.register(register), from: SessionID(session))
  }

  /// Registration 1 is exact, 2 a prefix, 3 a wildcard; 4 is shared by sessions 2, 3 and 4.
  private func registered() -> MetaClient {
    var client = MetaClient(members)
    _ = register(&client, "a.b")
    _ = register(&client, "a.", .prefix)
    _ = register(&client, "a..c", .wildcard)
    for session in [2, 3, 4] as [UInt64] { _ = register(&client, "s.t", .exact, .roundRobin, by: session) }
    return client
  }

  @Test("registrations are listed by their kind of pattern")
  func list() {
    var client = registered()
    #expect(
      client.ask("wamp.registration.list")
        == .result([["exact": [1, 4], "prefix": [2], "wildcard": [3]]]))
    var empty = MetaClient(members)
    #expect(empty.ask("wamp.registration.list") == .result([["exact": [], "prefix": [], "wildcard": []]]))
  }

  @Test("more than one answer may have are not listed")
  func limit() {
    var limits = RealmLimits()
    limits.listedIDs = 1
    var client = MetaClient(members, RoutingTable(limits: limits))
    _ = register(&client, "a.b")
    #expect(client.ask("wamp.registration.list").code == nil)
    _ = register(&client, "a.c", .prefix)
    #expect(client.ask("wamp.registration.list").code == "wamp.error.unavailable")
  }

  @Test(
    "a registration is found by its own pattern",
    arguments: [
      (["a.b"], 1), (["a.b", ["match": "exact"]], 1), (["a.", ["match": "prefix"]], 2),
      (["a..c", ["match": "wildcard"]], 3), (["a.", .null], .null), (["a.b", ["match": "prefix"]], .null),
      (["wamp.session.count"], .null),
    ] as [([Value], Value)])
  func lookup(arguments: [Value], id: Value) {
    var client = registered()
    #expect(client.ask("wamp.registration.lookup", arguments) == .result([id]))
  }

  @Test(
    "a registration is found as a call finds it",
    arguments: [("a.b", 1), ("a.b.c", 2), ("a.x", 2), ("x.y", .null), ("s.t", 4)] as [(String, Value)])
  func match(procedure: String, id: Value) {
    var client = registered()
    #expect(client.ask("wamp.registration.match", [.string(procedure)]) == .result([id]))
  }

  @Test("a registration is told with all that makes it")
  func get() {
    var client = registered()
    let details: Value = [
      "id": 4, "created": .string("\(MetaClient.time)"), "uri": "s.t", "match": "exact",
      "invoke": "roundrobin",
    ]
    #expect(client.ask("wamp.registration.get", [4]) == .result([details]))
    #expect(client.ask("wamp.registration.list_callees", [4]) == .result([[2, 3, 4]]))
    #expect(client.ask("wamp.registration.count_callees", [4]) == .result([3]))
  }

  @Test(
    "one that is not there is an error, however it is asked for",
    arguments: ["get", "list_callees", "count_callees"])
  func unknown(name: String) {
    var client = registered()
    #expect(client.ask("wamp.registration.\(name)", [77]).code == "wamp.error.no_such_registration")
    #expect(client.ask("wamp.registration.\(name)", ["x"]).code == "wamp.error.invalid_argument")
    #expect(client.ask("wamp.registration.\(name)").code == "wamp.error.invalid_argument")
  }

  @Test("what the router's own process registers is told without callees, and without events")
  func local() throws {
    var client = MetaClient(members)
    _ = client.subscribe(1, to: "wamp.registration.", .prefix)
    let id = try client.realm.registerLocal("a.b").rawValue
    #expect(client.ask("wamp.registration.match", ["a.b"]) == .result([Value(id)]))
    #expect(client.ask("wamp.registration.list_callees", [Value(id)]) == .result([[]]))
    client.realm.unregisterLocal(RegistrationID(id))
    #expect(register(&client, "c.d").events.map(\.topic) == topics("on_create", "on_register"))
  }

  private func topics(_ names: String...) -> [String?] { names.map { "wamp.registration.\($0)" } }

  @Test("what happens to registrations is told in the order of the specification, after the answer")
  func events() {
    var client = MetaClient(members)
    _ = client.subscribe(1, to: "wamp.registration.", .prefix)
    let first = register(&client, "a.b", .exact, .first)
    guard case .send(.registered, SessionID(2))? = first.first else {
      Issue.record("REGISTERED does not come first")
      return
    }
    #expect(first.events.map(\.topic) == topics("on_create", "on_register"))
    #expect(first.events.map(\.sessions) == [[1], [1]])
    #expect(first.events[1].arguments == [2, 1])
    #expect(first.events[0].arguments.first == 2)
    #expect(first.events[0].arguments.last?.mapValue?["uri"] == "a.b")
    let second = register(&client, "a.b", .exact, .first, by: 3)
    #expect(second.events.map(\.topic) == topics("on_register"))
    #expect(second.events[0].arguments == [3, 1])
    let unregister = Message.Unregister(request: RequestID(2), registration: RegistrationID(1))
    let third = client.realm.receive(.unregister(unregister), from: SessionID(2))
    #expect(third.events.map(\.topic) == topics("on_unregister"))
    let last = client.realm.leave(SessionID(3))
    #expect(last.events.map(\.topic) == topics("on_unregister", "on_delete"))
    #expect(last.events.allSatisfy { $0.arguments == [3, 1] })
  }

  @Test("a callee is removed from a registration, and is told why")
  func remove() {
    var client = registered()
    _ = client.subscribe(1, to: "wamp.registration.", .prefix)
    let (actions, answer) = client.call("wamp.registration.remove_callee", [4, 3, "a.reason"], from: 1)
    #expect(answer == .result([]))
    let revocation = Message.Unregistered(
      request: RequestID(0), registration: RegistrationID(4), reason: "a.reason")
    #expect(actions.first == .send(.unregistered(revocation), to: SessionID(3)))
    #expect(actions.events.map(\.topic) == topics("on_unregister"))
    #expect(client.ask("wamp.registration.list_callees", [4]) == .result([[2, 4]]))
    for (arguments, code) in [
      ([4, 3], "no_such_session"), ([77, 3], "no_such_registration"), ([4, 2, "no uri"], "invalid_uri"),
    ] as [([Value], String)] {
      #expect(client.ask("wamp.registration.remove_callee", arguments).code == "wamp.error.\(code)")
    }
  }

  @Test("who has left has no registration, also while there is still more to be worked off")
  func ghosts() {
    var client = MetaClient(members)
    for number in 1...1000 { _ = register(&client, "p\(number)", by: 3) }
    _ = client.realm.leave(SessionID(3))
    #expect(client.realm.isLeaving)
    #expect(client.ask("wamp.registration.lookup", ["p1000"]) == .result([.null]))
    #expect(client.ask("wamp.registration.match", ["p1000"]) == .result([.null]))
    #expect(client.ask("wamp.registration.get", [1000]).code == "wamp.error.no_such_registration")
    #expect(client.ask("wamp.registration.list") == .result([["exact": [], "prefix": [], "wildcard": []]]))
  }
}
