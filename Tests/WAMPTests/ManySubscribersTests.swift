import SharedBytes
import Testing

@testable import WAMP

/// Events that very many get: sent in slices, and nobody can tell.
@Suite struct ManySubscribersTests {
  private let publisher = SessionID(1)
  private static let count = 3500

  /// - Returns: a realm in which sessions from 10 on subscribe to `t`.
  private func realm(of count: Int = count, _ change: (inout RealmLimits) -> Void = { _ in }) -> Realm {
    var limits = RealmLimits()
    change(&limits)
    var realm = Realm(name: "realm1", table: RoutingTable(limits: limits))
    realm.join(Member(id: publisher, roles: .client))
    for id in subscribers.prefix(count) {
      let outlet = Outlet(loop: Int(id.rawValue % 3), format: .cbor)
      realm.join(Member(id: id, authid: "a\(id.rawValue % 7)", roles: .client, outlet: outlet))
      _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "t")), from: id)
    }
    return realm
  }

  private var subscribers: [SessionID] { (10..<UInt64(10 + Self.count)).map { SessionID($0) } }

  private func publish(_ number: UInt64, _ topic: String = "t") -> Message.Publish {
    .init(
      request: RequestID(number), topic: topic, payload: Payload(arguments: [.int(Int64(number))]),
      acknowledge: true)
  }

  /// The receivers of each slice, with what they get.
  private func deliveries(_ actions: [RealmAction]) -> [(payload: Payload, sessions: [SessionID])] {
    actions.compactMap { action in
      guard case .deliver(let event, let receivers) = action else { return nil }
      return (event.payload, receivers.flatMap(\.sessions))
    }
  }

  private func isAcknowledged(_ actions: [RealmAction]) -> Bool {
    actions.contains { if case .send(.published, _) = $0 { true } else { false } }
  }

  @Test func `everyone gets the event once, no more than a slice in one turn, and PUBLISHED comes last`() {
    var realm = realm()
    var slices = [realm.receive(.publish(publish(1)), from: publisher)]
    while realm.isPublishing {
      #expect(!isAcknowledged(slices.joined().map { $0 }))
      slices.append(realm.continuePublishing())
    }
    #expect(slices.count == 4 && isAcknowledged(slices[3]))
    #expect(slices.allSatisfy { deliveries($0).reduce(0) { $0 + $1.sessions.count } <= Publication.slice })
    #expect(slices.flatMap(deliveries).flatMap(\.sessions).sorted() == subscribers)
  }

  @Test func `as many as a slice holds get an event in one turn`() {
    var realm = realm(of: Publication.slice)
    let actions = realm.receive(.publish(publish(1)), from: publisher)
    #expect(!realm.isPublishing && isAcknowledged(actions))
    #expect(deliveries(actions).reduce(0) { $0 + $1.sessions.count } == Publication.slice)
  }

  @Test func `later events wait, so that each subscriber gets them as they were published`() {
    var realm = realm()
    var actions: [RealmAction] = []
    for number in 1...5 as ClosedRange<UInt64> {
      actions += realm.receive(.publish(publish(number)), from: publisher)
    }
    while realm.isPublishing { actions += realm.continuePublishing() }
    var got: [SessionID: [Payload]] = [:]
    for (payload, sessions) in deliveries(actions) {
      for session in sessions { got[session, default: []].append(payload) }
    }
    let expected = (1...5).map { Payload(arguments: [.int(Int64($0))]) }
    #expect(got.count == Self.count && got.values.allSatisfy { $0 == expected })
  }

  @Test func `those who unsubscribe or leave meanwhile get nothing more, and all others get all`() {
    var realm = realm()
    var actions = realm.receive(.publish(publish(1)), from: publisher)
    let reached = Set(deliveries(actions).flatMap(\.sessions))
    var gone: Set<SessionID> = []
    // Of those who have the event, and of those who wait for it.
    for (index, id) in subscribers.enumerated() where index % 5 == 0 {
      gone.insert(id)
      _ = realm.receive(.unsubscribe(.init(request: RequestID(2), subscription: SubscriptionID(1))), from: id)
    }
    for (index, id) in subscribers.enumerated() where index % 5 == 1 {
      gone.insert(id)
      _ = realm.leave(id)
    }
    while realm.isLeaving { _ = realm.continueLeaving() }
    while realm.isPublishing { actions += realm.continuePublishing() }
    let got = deliveries(actions).flatMap(\.sessions)
    #expect(got.count == Set(got).count)
    #expect(Set(got) == reached.union(subscribers.filter { !gone.contains($0) }))
  }

  @Test func `lists of receivers hold for every slice`() {
    var realm = realm()
    var publish = publish(1)
    publish.audience.eligibleAuthIDs = ["a1", "a2"]
    publish.audience.exclude = Array(subscribers.suffix(500))
    var actions = realm.receive(.publish(publish), from: publisher)
    while realm.isPublishing { actions += realm.continuePublishing() }
    let expected = subscribers.dropLast(500).filter { [1, 2].contains($0.rawValue % 7) }
    #expect(deliveries(actions).flatMap(\.sessions).sorted() == Array(expected))
  }

  @Test func `a topic that very many patterns cover is served in slices`() {
    var realm = realm()
    for number in 0..<1024 {
      let topic = (0..<10).map { number >> $0 & 1 == 0 ? "a" : "" }.joined(separator: ".")
      let subscribe = Message.Subscribe(request: RequestID(1), topic: topic, match: .wildcard)
      _ = realm.receive(.subscribe(subscribe), from: SessionID(10))
    }
    let topic = [String](repeating: "a", count: 10).joined(separator: ".")
    var slices = [realm.receive(.publish(publish(1, topic)), from: publisher)]
    while realm.isPublishing { slices.append(realm.continuePublishing()) }
    #expect(slices.allSatisfy { $0.count <= Publication.slice / Publication.subscriptionCost + 1 })
    let subscriptions = slices.joined().compactMap { action in
      if case .deliver(let event, _) = action { event.subscription } else { nil }
    }
    #expect(subscriptions.count == 1024 && Set(subscriptions).count == 1024)
  }

  @Test func `no more events wait than are allowed, nor more bytes`() throws {
    for limit in [{ $0.waitingPublications = 3 }, { $0.waitingBytes = 1_100 }]
      as [(inout RealmLimits) -> Void]
    {
      var realm = realm(limit)
      var refused: [UInt64] = []
      for number in 1...5 as ClosedRange<UInt64> {
        var publish = publish(number)
        publish.payload = .binaryArgument(SharedBytes([1, 2, 3]))
        for case .send(.error(let error), publisher) in realm.receive(.publish(publish), from: publisher) {
          #expect(error.error == "wamp.error.unavailable")
          refused.append(error.request.rawValue)
        }
      }
      #expect(refused == [4, 5])
      while realm.isPublishing { _ = realm.continuePublishing() }
      #expect(isAcknowledged(realm.receive(.publish(publish(6, "other")), from: publisher)))
    }
  }

  @Test func `who unsubscribed before its turn gets nothing, however the turns fall`() {
    // Many patterns of one subscriber each: what they cost ends a turn before the last one is reached.
    var tested = 0
    for patterns in 108...116 {
      var realm = Realm(name: "realm1")
      realm.join(Member(id: publisher, roles: .client))
      var subscriptions: [SessionID: SubscriptionID] = [:]
      for index in 0..<patterns {
        let id = SessionID(UInt64(10 + index))
        realm.join(Member(id: id, roles: .client))
        let topic = String(repeating: "t", count: index + 1)
        let actions = realm.receive(
          .subscribe(.init(request: RequestID(1), topic: topic, match: .prefix)), from: id)
        for case .send(.subscribed(let answer), _) in actions { subscriptions[id] = answer.subscription }
      }
      let first = realm.receive(.publish(publish(1, String(repeating: "t", count: 200))), from: publisher)
      for id in deliveries(first).flatMap(\.sessions) { subscriptions[id] = nil }
      for (id, subscription) in subscriptions {
        _ = realm.receive(.unsubscribe(.init(request: RequestID(2), subscription: subscription)), from: id)
      }
      var later: [RealmAction] = []
      while realm.isPublishing { later += realm.continuePublishing() }
      #expect(deliveries(later).isEmpty)
      tested += subscriptions.count
    }
    #expect(tested > 0)
  }
}
