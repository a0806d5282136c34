import Testing

@testable import WAMP

/// What one session may ask of a realm, and that more of it is an ERROR and nothing else.
@Suite struct RealmLimitTests {
  private let one = SessionID(1)
  private let other = SessionID(2)

  private func realm(_ change: (inout RealmLimits) -> Void = { _ in }) -> Realm {
    var limits = RealmLimits()
    change(&limits)
    var realm = Realm(name: "realm1", table: RoutingTable(limits: limits))
    for id in [one, other] { realm.join(Member(id: id, roles: .client)) }
    return realm
  }

  private func error(_ actions: [RealmAction]) -> String? {
    guard actions.count == 1, case .send(.error(let error), one)? = actions.first else { return nil }
    return error.error
  }

  @Test func `a session has a number of subscriptions, and the same one again is none`() {
    var realm = realm { $0.subscriptions = 3 }
    func subscribe(_ topic: String) -> [RealmAction] {
      realm.receive(.subscribe(.init(request: RequestID(1), topic: topic)), from: one)
    }
    for topic in ["a", "b", "c", "a"] { #expect(error(subscribe(topic)) == nil) }
    #expect(error(subscribe("d")) == "wamp.error.unavailable")
    #expect(error(subscribe("c")) == nil)
    let first = realm.receive(
      .unsubscribe(.init(request: RequestID(2), subscription: SubscriptionID(1))), from: one)
    #expect(error(first) == nil)
    #expect(error(subscribe("d")) == nil)
  }

  @Test func `a session has a number of registrations`() {
    var realm = realm { $0.registrations = 2 }
    func register(_ uri: String) -> [RealmAction] {
      realm.receive(.register(.init(request: RequestID(1), procedure: uri)), from: one)
    }
    #expect(error(register("a")) == nil && error(register("b")) == nil)
    #expect(error(register("c")) == "wamp.error.unavailable")
  }

  @Test func `a caller has a number of calls that wait, and a callee of invocations`() {
    var realm = realm {
      $0.pendingCalls = 3
      $0.pendingInvocations = 2
    }
    for (id, uri) in [(other, "a"), (one, "b")] {
      _ = realm.receive(.register(.init(request: RequestID(1), procedure: uri)), from: id)
    }
    var request: UInt64 = 0
    func call(_ uri: String) -> String? {
      request += 1
      return error(realm.receive(.call(.init(request: RequestID(request), procedure: uri)), from: one))
    }
    #expect([call("a"), call("a"), call("a")] == [nil, nil, "wamp.error.unavailable"])
    #expect([call("b"), call("b")] == [nil, "wamp.error.unavailable"])
    // An answer makes room.
    _ = realm.receive(.yield(.init(request: RequestID(1))), from: other)
    #expect(call("a") == nil)
  }

  @Test func `a long URI is refused wherever one can be said`() {
    var realm = realm()
    let uri = String(repeating: "x", count: 1 << 20)
    let requests: [Message] = [
      .call(.init(request: RequestID(1), procedure: uri)),
      .register(.init(request: RequestID(1), procedure: uri)),
      .subscribe(.init(request: RequestID(1), topic: uri)),
      .publish(.init(request: RequestID(1), topic: uri, acknowledge: true)),
    ]
    for request in requests {
      let actions = realm.receive(request, from: one)
      #expect(error(actions) == "wamp.error.invalid_uri")
      guard case .send(.error(let answer), _)? = actions.first else { continue }
      #expect(WAMPError(answer).message.utf8.count < 300)
    }
    #expect(realm.receive(.publish(.init(request: RequestID(1), topic: uri)), from: one).isEmpty)
  }

  @Test func `lists of receivers are bounded, all together`() {
    var realm = realm { $0.audienceLength = 10 }
    var publish = Message.Publish(request: RequestID(1), topic: "a", acknowledge: true)
    publish.audience.exclude = (1...5).map { SessionID($0) }
    publish.audience.eligibleAuthIDs = (1...5).map { "\($0)" }
    #expect(error(realm.receive(.publish(publish), from: one)) == nil)
    publish.audience.excludeAuthRoles = ["one too many"]
    #expect(error(realm.receive(.publish(publish), from: one)) == "wamp.error.invalid_argument")
  }

  @Test(arguments: [MatchPolicy.prefix, .wildcard])
  func `the empty pattern gets everything`(match: MatchPolicy) {
    var realm = realm()
    _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "", match: match)), from: one)
    for topic in ["a", "a.b", "a.b.c"] {
      guard case .deliver(let event, _)? = realm.publish(topic, .none).actions.first else {
        Issue.record("\(topic) was not delivered")
        continue
      }
      #expect(event.topic == topic)
    }
  }

  @Test func `procedures of two spellings are two procedures`() {
    var realm = realm()
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "q.café")), from: other)
    let call = Message.Call(request: RequestID(1), procedure: "q.cafe\u{301}")
    #expect(error(realm.receive(.call(call), from: one)) == "wamp.error.no_such_procedure")
    let again = Message.Register(request: RequestID(1), procedure: "q.cafe\u{301}")
    #expect(error(realm.receive(.register(again), from: one)) == nil)
  }
}
