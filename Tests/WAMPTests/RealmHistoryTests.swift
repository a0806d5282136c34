import SharedBytes
import Testing

@testable import WAMP

/// Which events a realm has kept, and who is told when.
@Suite struct RealmHistoryTests {
  private let alice = SessionID(101)
  private let bob = SessionID(102)
  private static let id = SubscriptionID(7_000_000_000_000_000)

  private func realm(_ limits: RealmLimits = RealmLimits()) throws -> Realm {
    var realm = Realm(
      name: "realm1", table: RoutingTable(limits: limits), clock: { Timestamp(milliseconds: 5) })
    try realm.addHistory(
      HistoryTopic(id: Self.id, topic: "a.", match: .prefix, created: Timestamp(milliseconds: 1)), keptBy: 0)
    for id in [alice, bob] { realm.join(Member(id: id, authid: "\(id)", authrole: "user", roles: .client)) }
    return realm
  }

  private func publish(
    _ realm: inout Realm, _ topic: String = "a.b", request: UInt64 = 1,
    _ change: (inout Message.Publish) -> Void = { _ in }
  ) -> [RealmAction] {
    var publish = Message.Publish(
      request: RequestID(request), topic: topic, payload: Payload(arguments: [1]), acknowledge: true)
    change(&publish)
    return realm.receive(.publish(publish), from: alice)
  }

  private func kept(_ actions: [RealmAction]) -> [KeptEvent] {
    actions.compactMap { if case .keep(let event, by: _) = $0 { event } else { nil } }
  }

  private func messages(_ actions: [RealmAction], to session: SessionID) -> [Message] {
    actions.compactMap { if case .send(let message, session) = $0 { message } else { nil } }
  }

  @Test func `an event is kept once without a subscriber, and its publisher told when it is`() throws {
    var realm = try realm()
    let actions = publish(&realm) { $0.discloseMe = true }
    let event = try #require(kept(actions).first)
    #expect(kept(actions).count == 1 && messages(actions, to: alice).isEmpty)
    #expect(event.topic == "a.b" && event.payload == Payload(arguments: [1]))
    #expect(event.histories == [Self.id] && event.time == Timestamp(milliseconds: 5))
    #expect(event.publisher?.session == alice && event.publisher?.authRole == "user")
    #expect(realm.isKeeping && realm.heldBytes > 0)
    let told = messages(realm.kept([event.publication]), to: alice)
    #expect(told == [.published(.init(request: RequestID(1), publication: event.publication))])
    #expect(!realm.isKeeping && realm.heldBytes == 0)
    #expect(realm.kept([event.publication]).isEmpty)
  }

  @Test func `what is not covered, is for sessions or belongs to the router is not kept`() throws {
    var realm = try realm()
    #expect(kept(publish(&realm, "b.a")).isEmpty)
    #expect(messages(publish(&realm, "b.a"), to: alice).count == 1)
    #expect(kept(publish(&realm) { $0.audience.exclude = [SessionID(1)] }).isEmpty)
    #expect(kept(publish(&realm) { $0.audience.eligible = [] }).isEmpty)
    #expect(kept(publish(&realm) { $0.audience.excludeAuthRoles = ["x"] }).count == 1)
    #expect(kept(realm.publish("a.local", .none).actions).count == 1)
    try realm.addHistory(
      HistoryTopic(
        id: SubscriptionID(7_000_000_000_000_001), topic: "", match: .prefix,
        created: Timestamp(milliseconds: 1)), keptBy: 0)
    #expect(kept(realm.join(Member(id: SessionID(103), roles: .client))).isEmpty)
    #expect(kept(publish(&realm)).map(\.histories.count) == [2])
  }

  @Test func `a failure is told, and so is that too many events wait`() throws {
    var limits = RealmLimits()
    limits.waitingPublications = 2
    var realm = try realm(limits)
    let waiting = kept(publish(&realm)) + kept(publish(&realm, request: 2))
    let refused = publish(&realm, request: 3)
    #expect(kept(refused).isEmpty)
    guard case .error(let error)? = messages(refused, to: alice).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.unavailable" && error.request == RequestID(3))
    // Other topics have nothing to do with it.
    #expect(messages(publish(&realm, "b", request: 4), to: alice).count == 1)
    let failure = WAMPError(.unavailable, "the disk is full")
    let told = messages(realm.kept(waiting.map(\.publication), failure: failure), to: alice)
    #expect(
      told == [1, 2].map { failure.answer(to: RequestID($0), of: .publish) })
    #expect(kept(publish(&realm, request: 5)).count == 1)
  }

  @Test func `an event of two keepers is kept when both have it`() throws {
    var realm = try realm()
    try realm.addHistory(
      HistoryTopic(
        id: SubscriptionID(7_000_000_000_000_001), topic: "a.b", match: .exact,
        created: Timestamp(milliseconds: 1)), keptBy: 1)
    let events = kept(publish(&realm))
    #expect(events.count == 2 && Set(events.map(\.publication)).count == 1)
    #expect(realm.kept([events[0].publication]).isEmpty)
    #expect(messages(realm.kept([events[0].publication]), to: alice).count == 1)
  }

  @Test func `subscribers get the history's identifier, who came before when the others are gone`() throws {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: alice, roles: .client))
    func subscribe(_ realm: inout Realm) -> SubscriptionID? {
      let actions = realm.receive(
        .subscribe(.init(request: RequestID(1), topic: "a.", match: .prefix)), from: alice)
      guard case .subscribed(let answer)? = messages(actions, to: alice).first else { return nil }
      return answer.subscription
    }
    let before = try #require(subscribe(&realm))
    try realm.addHistory(
      HistoryTopic(id: Self.id, topic: "a.", match: .prefix, created: Timestamp(milliseconds: 1)), keptBy: 0)
    #expect(subscribe(&realm) == before)
    #expect(kept(publish(&realm)).count == 1)
    _ = realm.receive(.unsubscribe(.init(request: RequestID(2), subscription: before)), from: alice)
    #expect(subscribe(&realm) == Self.id)
    _ = realm.receive(.unsubscribe(.init(request: RequestID(3), subscription: Self.id)), from: alice)
    #expect(subscribe(&realm) == Self.id)
    #expect(realm.census.subscriptions == 0)
    #expect(throws: WAMPError.self) {
      try realm.addHistory(
        HistoryTopic(id: SubscriptionID(9), topic: "a.", match: .prefix, created: Timestamp(milliseconds: 1)),
        keptBy: 0)
    }
  }

  @Test func `who asks for events waits for those that were published before`() throws {
    var realm = try realm()
    _ = try realm.registerOnCallersLoop(HistoryTopic.procedure)
    func ask(_ realm: inout Realm, _ request: UInt64) -> [RealmAction] {
      realm.receive(
        .call(
          .init(
            request: RequestID(request), procedure: HistoryTopic.procedure,
            payload: Payload(arguments: [Value(Self.id.rawValue)]))), from: bob)
    }
    func requests(_ actions: [RealmAction]) -> [UInt64] {
      actions.compactMap {
        if case .answerOnCallersLoop(let call, bob) = $0 { call.request.rawValue } else { nil }
      }
    }
    #expect(requests(ask(&realm, 1)) == [1])
    let first = kept(publish(&realm))
    #expect(ask(&realm, 2).isEmpty)
    let second = kept(publish(&realm))
    #expect(ask(&realm, 3).isEmpty)
    // In whatever order they are stored.
    #expect(requests(realm.kept(second.map(\.publication))).isEmpty)
    #expect(requests(realm.kept(first.map(\.publication))) == [2, 3])
    #expect(requests(ask(&realm, 4)) == [4])
  }

  @Test func `an authorizer is asked whether a history's pattern may be subscribed to`() throws {
    var permissions = Permissions.open
    permissions.authorize("user") { _ in .allowed() }
    var realm = Realm(name: "realm1", table: RoutingTable(permissions: permissions))
    realm.join(Member(id: bob, authrole: "user", roles: .client))
    try realm.addHistory(
      HistoryTopic(id: Self.id, topic: "a.", match: .prefix, created: Timestamp(milliseconds: 1)), keptBy: 0)
    _ = try realm.registerOnCallersLoop(HistoryTopic.procedure)
    let actions = realm.receive(
      .call(
        .init(
          request: RequestID(1), procedure: HistoryTopic.procedure,
          payload: Payload(arguments: [Value(Self.id.rawValue)]))), from: bob)
    guard case .authorize(let request)? = actions.first else {
      Issue.record("nobody is asked")
      return
    }
    #expect(request.action == .subscribe && request.uri == "a." && request.match == .prefix)
  }
}
