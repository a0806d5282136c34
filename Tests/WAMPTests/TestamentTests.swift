import Testing

@testable import WAMP

/// What sessions leave to be published when they are gone.
@Suite struct TestamentTests {
  private func client(_ table: RoutingTable = RoutingTable()) -> MetaClient {
    var client = MetaClient(
      (1...4).map { Member(id: SessionID($0), authid: "a\($0)", authrole: "user", roles: .client) }, table)
    for id in 2...4 as ClosedRange<UInt64> { _ = client.subscribe(id, to: "t.", .prefix) }
    return client
  }

  @Test("they are published when the session leaves, in their order, the detached ones first")
  func order() {
    var client = client()
    _ = client.subscribe(2, to: "wamp.session.", .prefix)
    for (topic, scope) in [
      ("t.1", nil), ("t.2", "detached"), ("t.3", "destroyed"), ("t.4", "detached"),
    ] as [(Value, Value?)] {
      let answer = client.ask(
        "wamp.session.add_testament", [topic, ["bye"], ["k": 1]], scope.map { ["scope": $0] } ?? [:])
      #expect(answer == .result([]))
    }
    let left = client.realm.leave(SessionID(1))
    #expect(
      left.happened == [
        ["t.2", "bye"], ["t.4", "bye"], ["t.1", "bye"], ["t.3", "bye"],
        ["wamp.session.on_leave", 1, "a1", "user"],
      ])
    #expect(!left.contains { if case .send = $0 { true } else { false } })
  }

  @Test(
    "those of one scope are flushed, and the others stay",
    arguments: [([:], ["t.1"]), (["scope": "destroyed"], ["t.1"]), (["scope": "detached"], ["t.2"])]
      as [([String: Value], [Value])])
  func flushing(keywords: [String: Value], left: [Value]) {
    var client = client()
    _ = client.ask("wamp.session.add_testament", ["t.1", .null, .null], ["scope": "detached"])
    _ = client.ask("wamp.session.add_testament", ["t.2"])
    #expect(client.ask("wamp.session.flush_testaments", [], keywords) == .result([]))
    #expect(client.realm.leave(SessionID(1)).happened == left.map { [$0] })
  }

  @Test("they are published as their options say")
  func options() {
    var client = client()
    let options: Value = [
      "exclude": [2], "eligible_authid": ["a2", "a3"], "retain": true, "disclose_me": true,
      "acknowledge": true,
    ]
    #expect(
      client.ask("wamp.session.add_testament", ["t.1", [7]], ["publish_options": options]) == .result([]))
    let left = client.realm.leave(SessionID(1))
    #expect(left.events.map(\.sessions) == [[3]])
    guard case .deliver(let event, _)? = left.first else {
      Issue.record("no EVENT")
      return
    }
    #expect(event.publisher == SessionID(1) && event.publisherAuthID == "a1")
    #expect(client.subscribe(3, to: "t.1", retained: true).events.map(\.arguments) == [[7]])
    #expect(client.subscribe(4, to: "t.1", retained: true).events.isEmpty)
  }

  @Test(
    "what could not be published is refused when it is added",
    arguments: [
      ([], [:], "wamp.error.invalid_argument"), (["a..b"], [:], "wamp.error.invalid_uri"),
      (["wamp.session.on_leave"], [:], "wamp.error.invalid_uri"),
      (["secret.x"], [:], "wamp.error.not_authorized"),
      (["t.1", "no list"], [:], "wamp.error.invalid_argument"),
      (["t.1"], ["scope": "later"], "wamp.error.invalid_argument"),
      (["t.1"], ["publish_options": ["retain": 1]], "wamp.error.invalid_argument"),
      (
        ["t.1"], ["publish_options": ["exclude": .list(Array(repeating: 1, count: 1001))]],
        "wamp.error.invalid_argument"
      ),
    ] as [([Value], [String: Value], String)])
  func faults(list: [Value], keywords: [String: Value], code: String) throws {
    var permissions = Permissions.closed
    try permissions.grant(.all, to: "user", on: "", .prefix)
    try permissions.grant([.subscribe], to: "user", on: "secret.", .prefix)
    var client = client(RoutingTable(permissions: permissions))
    let answered = client.ask("wamp.session.add_testament", list, keywords).code
    #expect(answered == code)
    #expect(client.realm.leave(SessionID(1)).isEmpty)
  }

  @Test("a session has a number of testaments, and a number of bytes in them")
  func limits() {
    for change in [{ $0.testaments = 3 }, { $0.testamentBytes = 4000 }] as [(inout RealmLimits) -> Void] {
      var limits = RealmLimits()
      change(&limits)
      var client = client(RoutingTable(limits: limits))
      let text = Value.string(String(repeating: "x", count: 600))
      var codes: [String?] = []
      for scope in ["detached", "destroyed", "detached", "detached"] as [Value] {
        codes.append(client.ask("wamp.session.add_testament", ["t.1", [text]], ["scope": scope]).code)
      }
      #expect(codes == [nil, nil, nil, "wamp.error.unavailable"])
      _ = client.ask("wamp.session.flush_testaments", [], ["scope": "detached"])
      #expect(client.ask("wamp.session.add_testament", ["t.1", [text]]) == .result([]))
      #expect(client.realm.leave(SessionID(1)).events.count == 2)
    }
  }

  @Test("who is killed has its testaments published, but nobody when all are")
  func killing() {
    for (procedure, arguments, count) in [
      ("wamp.session.kill", [1], 1), ("wamp.session.kill_all", [], 0),
    ] as [(String, [Value], Int)] {
      var client = client()
      _ = client.ask("wamp.session.add_testament", ["t.1"])
      #expect(client.call(procedure, arguments, from: 2).actions.events.count == count)
    }
  }

  @Test("testaments of very many are published in slices")
  func slices() {
    var client = client()
    let crowd = (10..<2010).map { SessionID($0) }
    for id in crowd {
      client.realm.join(Member(id: id, roles: .client))
      _ = client.ask("wamp.session.add_testament", ["t.1"], from: id.rawValue)
    }
    var slices = crowd.map { client.realm.leave($0) }
    while client.realm.isLeaving { slices.append(client.realm.continueLeaving()) }
    #expect(slices.allSatisfy { $0.count <= Departure.slice })
    #expect(slices.joined().count == crowd.count)
  }
}
