import Testing

@testable import WAMP

/// What a realm tells of its subscriptions.
@Suite struct SubscriptionMetaTests {
  /// Session 1 asks; the subscriptions are 1 to `a.b`, 2 to `a.` as a prefix and 3 to `a..c` as a wildcard.
  private func client() -> MetaClient {
    var client = MetaClient((1...4).map { Member(id: SessionID($0), roles: .client) })
    _ = client.subscribe(2, to: "a.b")
    _ = client.subscribe(3, to: "a.b")
    _ = client.subscribe(2, to: "a.", .prefix)
    _ = client.subscribe(3, to: "a..c", .wildcard)
    return client
  }

  @Test(
    "subscriptions are listed, found and counted",
    arguments: [
      ("wamp.subscription.list", [], .map(["exact": [1], "prefix": [2], "wildcard": [3]])),
      ("wamp.subscription.lookup", ["a.b"], 1), ("wamp.subscription.lookup", ["a."], .null),
      ("wamp.subscription.lookup", ["a.", ["match": "prefix"]], 2),
      ("wamp.subscription.lookup", ["a..c", ["match": "wildcard", "x": 1]], 3),
      ("wamp.subscription.lookup", ["a.b", ["match": "prefix"]], .null),
      ("wamp.subscription.match", ["a.b"], [1, 2]), ("wamp.subscription.match", ["a.x.c"], [2, 3]),
      ("wamp.subscription.match", ["b"], .null),
      (
        "wamp.subscription.get", [3],
        ["id": 3, "created": "2026-01-01T00:00:00.000Z", "uri": "a..c", "match": "wildcard"]
      ),
      ("wamp.subscription.list_subscribers", [1], [2, 3]), ("wamp.subscription.count_subscribers", [1], 2),
      ("wamp.subscription.count_subscribers", [3], 1),
    ] as [(String, [Value], Value)])
  func answers(procedure: String, arguments: [Value], result: Value) {
    var client = client()
    #expect(client.ask(procedure, arguments) == .result([result]))
  }

  @Test(
    "what is not there, or not understood, is an error",
    arguments: [
      ("wamp.subscription.get", [9], "wamp.error.no_such_subscription"),
      ("wamp.subscription.list_subscribers", [9], "wamp.error.no_such_subscription"),
      ("wamp.subscription.count_subscribers", [9], "wamp.error.no_such_subscription"),
      ("wamp.subscription.lookup", ["a", ["match": "fuzzy"]], "wamp.error.invalid_argument"),
      ("wamp.subscription.lookup", [1], "wamp.error.invalid_argument"),
      ("wamp.subscription.match", [], "wamp.error.invalid_argument"),
    ] as [(String, [Value], String)])
  func faults(procedure: String, arguments: [Value], code: String) {
    var client = client()
    #expect(client.ask(procedure, arguments).code == code)
  }

  @Test("no list is longer than the limit")
  func limit() {
    var limits = RealmLimits()
    limits.listedIDs = 2
    var client = MetaClient(
      [Member(id: SessionID(1), roles: .client)], RoutingTable(limits: limits))
    for topic in ["a", "b", "c"] { _ = client.subscribe(1, to: topic) }
    #expect(client.ask("wamp.subscription.list").code == "wamp.error.unavailable")
  }

  @Test("a subscription is created before it is joined, and left before it is deleted")
  func order() {
    var client = client()
    _ = client.subscribe(1, to: "wamp.subscription.", .prefix)
    let details: Value = [
      "id": 5, "created": "2026-01-01T00:00:00.000Z", "uri": "x", "match": "exact",
    ]
    let first = client.subscribe(2, to: "x")
    guard case .send(.subscribed, SessionID(2))? = first.first else {
      Issue.record("SUBSCRIBED does not come first")
      return
    }
    #expect(
      first.happened == [
        ["wamp.subscription.on_create", 2, details], ["wamp.subscription.on_subscribe", 2, 5],
      ])
    #expect(client.subscribe(3, to: "x").happened == [["wamp.subscription.on_subscribe", 3, 5]])
    #expect(client.subscribe(3, to: "x").happened.isEmpty)
    let unsubscribe = Message.Unsubscribe(request: RequestID(9), subscription: SubscriptionID(5))
    #expect(
      client.realm.receive(.unsubscribe(unsubscribe), from: SessionID(2)).happened == [
        ["wamp.subscription.on_unsubscribe", 2, 5]
      ])
    #expect(
      client.realm.leave(SessionID(3)).happened == [
        ["wamp.subscription.on_unsubscribe", 3, 1], ["wamp.subscription.on_unsubscribe", 3, 3],
        ["wamp.subscription.on_delete", 3, 3], ["wamp.subscription.on_unsubscribe", 3, 5],
        ["wamp.subscription.on_delete", 3, 5],
      ])
  }

  @Test(
    "a subscription is revoked; the subscriber is told if it knows what that means, and others are told, too")
  func revocation() {
    var client = client()
    client.realm.join(Member(id: SessionID(5), roles: Roles([.subscriber: []])))
    _ = client.subscribe(5, to: "a.b")
    _ = client.subscribe(1, to: "wamp.subscription.on_unsubscribe")
    let procedure = "wamp.subscription.remove_subscriber"
    let (told, answer) = client.call(procedure, [1, 2], ["reason": "a.reason"], from: 1)
    #expect(answer == .result([]))
    let revocation = Message.Unsubscribed(
      request: RequestID(0), subscription: SubscriptionID(1), reason: "a.reason")
    #expect(told.first == .send(.unsubscribed(revocation), to: SessionID(2)))
    #expect(told.dropFirst().map { $0 }.events.map(\.arguments) == [[2, 1]])
    #expect(client.ask("wamp.subscription.list_subscribers", [1]) == .result([[3, 5]]))
    #expect(client.call(procedure, [1, 5], from: 1).actions.count == 1)
    #expect(client.call(procedure, [1, 2], from: 1).answer.code == "wamp.error.no_such_session")
    #expect(client.call(procedure, [9, 3], from: 1).answer.code == "wamp.error.no_such_subscription")
    #expect(client.call(procedure, [1, 3, "no URI"], from: 1).answer.code == "wamp.error.invalid_uri")
    #expect(client.call(procedure, [1, 3], from: 1).answer == .result([]))
    // With its last subscriber the subscription is gone.
    #expect(client.ask("wamp.subscription.get", [1]).code == "wamp.error.no_such_subscription")
    let unsubscribe = Message.Unsubscribe(request: RequestID(9), subscription: SubscriptionID(1))
    guard
      case .send(.error(let error), SessionID(3))? = client.realm.receive(
        .unsubscribe(unsubscribe), from: SessionID(3)
      ).first
    else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.no_such_subscription")
  }

  @Test("when someone leaves whom many watch, what they are told comes in slices, too")
  func slices() {
    let watchers = 2000
    var client = MetaClient((1...UInt64(watchers)).map { Member(id: SessionID($0), roles: .client) })
    for id in 1..<UInt64(watchers) { _ = client.subscribe(id, to: "wamp.subscription.on_delete") }
    for number in 0..<50 { _ = client.subscribe(UInt64(watchers), to: "t\(number)") }
    var slices = [client.realm.leave(SessionID(UInt64(watchers)))]
    while client.realm.isLeaving || client.realm.isPublishing {
      slices.append(client.realm.isLeaving ? client.realm.continueLeaving() : [])
      slices.append(client.realm.isPublishing ? client.realm.continuePublishing() : [])
    }
    let counts = slices.map { $0.events.reduce(0) { $0 + $1.sessions.count } }
    #expect(counts.allSatisfy { $0 <= 2 * Publication.slice })
    #expect(counts.reduce(0, +) == 50 * (watchers - 1))
  }
}
