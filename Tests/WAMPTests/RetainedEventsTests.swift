import SharedBytes
import Testing

@testable import WAMP

/// Events that topics keep for who subscribes later.
@Suite struct RetainedEventsTests {
  private func client(_ change: (inout RealmLimits) -> Void = { _ in }) -> MetaClient {
    var limits = RealmLimits()
    change(&limits)
    let members = (1...9).map {
      Member(id: SessionID($0), authid: "a\($0)", authrole: $0 < 5 ? "low" : "high", roles: .client)
    }
    return MetaClient(members, RoutingTable(limits: limits))
  }

  /// Publishes a number.
  private func publish(
    _ number: Int64, to topic: String, _ client: inout MetaClient, retain: Bool = true,
    _ change: (inout Message.Publish) -> Void = { _ in }
  ) -> [RealmAction] {
    var publish = Message.Publish(
      request: RequestID(1), topic: topic, payload: Payload(arguments: [.int(number)]), acknowledge: true,
      retain: retain)
    change(&publish)
    return client.realm.receive(.publish(publish), from: SessionID(1))
  }

  /// The retained events among what a SUBSCRIBE brings, which come after SUBSCRIBED.
  private func retained(_ actions: [RealmAction]) -> [Int64] {
    guard case .send(.subscribed(let subscribed), _)? = actions.first else { return [-1] }
    return actions.dropFirst().compactMap { action in
      guard case .deliver(let event, let receivers) = action, receivers.count == 1,
        event.subscription == subscribed.subscription
      else { return -2 }
      // What the subscriber is told of its own subscription.
      if event.topic?.hasPrefix("wamp.") == true { return nil }
      guard event.retained else { return -2 }
      return (try? event.payload.arguments())?.list.first?.intValue ?? -3
    }
  }

  @Test("the last event that was to be kept comes after SUBSCRIBED, to who asks for it")
  func last() {
    var client = client()
    for number in 1...3 as ClosedRange<Int64> { _ = publish(number, to: "a", &client) }
    _ = publish(4, to: "a", &client, retain: false)
    _ = publish(5, to: "b", &client)
    #expect(retained(client.subscribe(2, to: "a", retained: true)) == [3])
    #expect(retained(client.subscribe(3, to: "a")) == [])
    #expect(retained(client.subscribe(3, to: "a", retained: true)) == [3])
    #expect(retained(client.subscribe(4, to: "c", retained: true)) == [])
    // Live events are not marked.
    let live = publish(6, to: "a", &client).compactMap { action in
      if case .deliver(let event, _) = action { event.retained } else { nil }
    }
    #expect(live == [false])
  }

  @Test("an event of the router's own process is kept, too, unless that is too much")
  func ofRouter() throws {
    var client = client { $0.retainedEvents = 1 }
    _ = try client.realm.publishRetained("a", Payload(arguments: [1]))
    _ = client.realm.publish("a", Payload(arguments: [2]))
    #expect(retained(client.subscribe(2, to: "a", retained: true)) == [1])
    #expect(throws: WAMPError.self) { try client.realm.publishRetained("b", Payload(arguments: [3])) }
    #expect(retained(client.subscribe(2, to: "b", retained: true)) == [])
  }

  @Test(
    "a pattern gets the last one from each topic, in the order they were published",
    arguments: [
      ("a.", MatchPolicy.prefix, [3, 4]), ("", .prefix, [3, 5, 4]), (".x", .wildcard, [3, 5]),
      ("c.", .prefix, []),
    ] as [(String, MatchPolicy, [Int64])])
  func patterns(pattern: String, match: MatchPolicy, expected: [Int64]) {
    var client = client()
    for (number, topic) in [(1, "a.x"), (2, "a.y"), (3, "a.x"), (5, "b.x"), (4, "a.y")] as [(Int64, String)] {
      _ = publish(number, to: topic, &client)
    }
    #expect(retained(client.subscribe(2, to: pattern, match, retained: true)) == expected)
  }

  @Test("who would not have got it then does not get it now, but the last one before that it would have got")
  func audience() {
    var client = client()
    _ = publish(1, to: "a", &client)
    _ = publish(2, to: "a", &client) { $0.audience.eligibleAuthRoles = ["high"] }
    _ = publish(3, to: "a", &client) { $0.audience.exclude = [SessionID(6), SessionID(2)] }
    #expect(retained(client.subscribe(6, to: "a", retained: true)) == [2])
    #expect(retained(client.subscribe(2, to: "a", retained: true)) == [1])
    #expect(retained(client.subscribe(7, to: "a", retained: true)) == [3])
    // The publisher was left out of all of them.
    #expect(retained(client.subscribe(1, to: "a", retained: true)) == [])
    _ = publish(4, to: "a", &client) { $0.excludeMe = false }
    #expect(retained(client.subscribe(1, to: "a", retained: true)) == [4])
    #expect(client.realm.broker.retained.count == 1)
  }

  @Test("of events for some only a topic keeps few, and never loses the one for everyone")
  func restricted() {
    var client = client()
    _ = publish(1, to: "a", &client)
    for number in 2...50 as ClosedRange<Int64> {
      _ = publish(number, to: "a", &client) { $0.audience.eligible = [SessionID(UInt64(number % 9 + 1))] }
    }
    #expect(client.realm.broker.retained.count == RetainedEvents.restrictedPerTopic + 1)
    #expect(retained(client.subscribe(5, to: "a", retained: true)) == [49])
    // Sessions 1 to 9 in turn; of the last eight that of session 6 is not one any more.
    #expect(retained(client.subscribe(6, to: "a", retained: true)) == [50])
    #expect(retained(client.subscribe(7, to: "a", retained: true)) == [1])
  }

  @Test(
    "one too many, in number or bytes, is refused and not published; the same topic again is not one more")
  func limits() {
    for change in [{ $0.retainedEvents = 2 }, { $0.retainedBytes = 2_000 }] as [(inout RealmLimits) -> Void] {
      var client = client(change)
      for topic in ["a", "b", "c"] { _ = client.subscribe(2, to: topic) }
      let payload = Payload.binaryArgument(SharedBytes([UInt8](repeating: 1, count: 400)))
      for topic in ["a", "b", "a"] {
        #expect(publish(1, to: topic, &client) { $0.payload = payload }.events.count == 1)
      }
      let refused = publish(1, to: "c", &client) { $0.payload = payload }
      guard refused.count == 1, case .send(.error(let error), _)? = refused.first else {
        Issue.record("not refused")
        continue
      }
      #expect(error.error == "wamp.error.unavailable")
      #expect(publish(1, to: "c", &client, retain: false) { $0.payload = payload }.events.count == 1)
      #expect(retained(client.subscribe(3, to: "c", retained: true)) == [])
    }
  }

  @Test(
    "what topics keep is looked for no longer than nobody waits, from the newest on", arguments: [500, 2200])
  func longTopics(count: Int) {
    var client = client()
    let long = String(repeating: "a", count: 1000)
    _ = publish(1, to: long + "x", &client)
    for number in 1...count { _ = publish(2, to: long + "\(number)", &client) }
    let isReached = count * 1001 < RetainedEvents.comparedBytes
    for (pattern, match) in [(long + "x", MatchPolicy.prefix), (long + "x", .wildcard)] {
      #expect(retained(client.subscribe(2, to: pattern, match, retained: true)) == (isReached ? [1] : []))
    }
    #expect(retained(client.subscribe(2, to: long + "x", retained: true)) == [1])
  }

  @Test("a pattern that covers very many topics gets the last ones of them")
  func manyTopics() {
    var client = client()
    for number in 1...500 as ClosedRange<Int64> { _ = publish(number, to: "a.t\(number)", &client) }
    #expect(retained(client.subscribe(2, to: "a.", .prefix, retained: true)) == (376...500).map { $0 })
  }

  @Test("two spellings of one text in Unicode are two topics")
  func spelling() {
    var client = client()
    _ = publish(1, to: "q.café", &client)
    #expect(retained(client.subscribe(2, to: "q.cafe\u{301}", retained: true)) == [])
    #expect(retained(client.subscribe(2, to: "q.café", retained: true)) == [1])
  }

  @Test("one that is on its way to the subscription does not come twice")
  func onItsWay() {
    var client = client()
    for id in 10..<3000 as Range<UInt64> {
      client.realm.join(Member(id: SessionID(id), roles: .client))
      _ = client.subscribe(id, to: "crowd")
    }
    _ = client.subscribe(2, to: "a")
    var actions = publish(1, to: "crowd", &client, retain: false)
    actions += publish(2, to: "a", &client)
    let early = client.subscribe(3, to: "a", retained: true)
    #expect(retained(early) == [])
    while client.realm.isPublishing { actions += client.realm.continuePublishing() }
    let receivers = actions.events.filter { $0.arguments == [2] }.flatMap(\.sessions)
    #expect(receivers.sorted() == [2, 3])
    #expect(retained(client.subscribe(4, to: "a", retained: true)) == [2])
  }
}
