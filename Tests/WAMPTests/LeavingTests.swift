import Testing

@testable import WAMP

/// Sessions that leave much behind: it is worked off in slices, and nobody meets what is left.
@Suite struct LeavingTests {
  private let one = SessionID(1)
  private let other = SessionID(2)
  private let count = 20_000

  private func realm() -> Realm {
    var limits = RealmLimits()
    limits.subscriptions = .max
    limits.registrations = .max
    limits.pendingCalls = .max
    limits.pendingInvocations = .max
    var realm = Realm(name: "realm1", table: RoutingTable(limits: limits))
    for id in [one, other] { realm.join(Member(id: id, roles: .wholeCaller)) }
    return realm
  }

  /// The actions of leaving, in slices.
  private func leave(_ session: SessionID, _ realm: inout Realm) -> [[RealmAction]] {
    var slices = [realm.leave(session)]
    while realm.isLeaving { slices.append(realm.continueLeaving()) }
    return slices
  }

  @Test func `calls of a caller that left are ended in slices, each once`() {
    var realm = realm()
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a")), from: other)
    for id in 1...count {
      _ = realm.receive(.call(.init(request: RequestID(UInt64(id)), procedure: "a")), from: one)
    }
    let slices = leave(one, &realm)
    #expect(slices.allSatisfy { $0.count <= Departure.slice })
    let interrupted = slices.joined().compactMap { action in
      if case .send(.interrupt(let interrupt), other) = action { interrupt.request.rawValue } else { nil }
    }
    #expect(interrupted == (1...UInt64(count)).map { $0 })
  }

  @Test func `calls of a session whose connection was lost are ended in slices, also if it leaves meanwhile`()
  {
    var realm = realm()
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a")), from: other)
    _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "t")), from: one)
    for id in 1...count {
      _ = realm.receive(.call(.init(request: RequestID(UInt64(id)), procedure: "a")), from: one)
    }
    var slices = [realm.suspend(one)]
    #expect(realm.isLeaving && realm.census.calls == 0)
    // It has come back and goes for good.
    _ = realm.receive(.call(.init(request: RequestID(UInt64(count + 1)), procedure: "a")), from: one)
    slices += leave(one, &realm)
    #expect(slices.allSatisfy { $0.count <= Departure.slice })
    let interrupted = slices.joined().compactMap { action in
      if case .send(.interrupt(let interrupt), other) = action { interrupt.request.rawValue } else { nil }
    }
    #expect(interrupted.sorted() == (1...UInt64(count + 1)).map { $0 })
    #expect(realm.census.invocations == 0 && realm.publish("t", .none).actions.isEmpty)
  }

  @Test func `calls to a callee that left fail in slices, also those cancelled meanwhile only once`() {
    var realm = realm()
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a")), from: other)
    for id in 1...count {
      _ = realm.receive(.call(.init(request: RequestID(UInt64(id)), procedure: "a")), from: one)
    }
    var actions = realm.leave(other)
    #expect(realm.isLeaving)
    // The last call is cancelled, its number used for another callee's call.
    realm.join(Member(id: SessionID(3), roles: .client))
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "b")), from: SessionID(3))
    let last = RequestID(UInt64(count))
    actions += realm.receive(.cancel(.init(request: last, mode: .kill)), from: one)
    _ = realm.receive(.call(.init(request: last, procedure: "b")), from: one)
    while realm.isLeaving { actions += realm.continueLeaving() }
    let failed = actions.compactMap { action in
      if case .send(.error(let error), one) = action { error.request.rawValue } else { nil }
    }
    #expect(failed.sorted() == (1...UInt64(count)).map { $0 })
    #expect(realm.receive(.yield(.init(request: RequestID(1))), from: SessionID(3)).count == 1)
  }

  @Test func `a name is free as soon as its callee is gone`() {
    var realm = realm()
    for id in 1...count {
      _ = realm.receive(.register(.init(request: RequestID(1), procedure: "p\(id)")), from: other)
    }
    _ = realm.leave(other)
    #expect(realm.isLeaving)
    let name = "p\(count)"
    #expect(!realm.hasProcedure(name))
    guard
      case .send(.error(let error), one)? = realm.receive(
        .call(.init(request: RequestID(1), procedure: name)), from: one
      ).first
    else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.no_such_procedure")
    guard
      case .send(.registered, one)? = realm.receive(
        .register(.init(request: RequestID(2), procedure: name)), from: one
      ).first
    else {
      Issue.record("not registered")
      return
    }
    while realm.isLeaving { _ = realm.continueLeaving() }
    #expect(realm.hasProcedure(name))
    #expect(!realm.hasProcedure("p1"))
  }

  @Test func `subscriptions of a session that left go in slices, and another's stay`() {
    var realm = realm()
    for id in 1...count {
      let subscribe = Message.Subscribe(request: RequestID(1), topic: "t\(id).", match: .wildcard)
      _ = realm.receive(.subscribe(subscribe), from: one)
    }
    _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "t7.", match: .wildcard)), from: other)
    #expect(leave(one, &realm).count >= count / Departure.slice)
    #expect(realm.publish("t8.x", .none).actions.isEmpty)
    guard case .deliver(_, let receivers)? = realm.publish("t7.x", .none).actions.first else {
      Issue.record("not delivered")
      return
    }
    #expect(receivers.flatMap(\.sessions) == [other])
  }

  @Test func `many who leave at once all go`() {
    var realm = realm()
    let guests = (10..<2010).map { SessionID($0) }
    for id in guests {
      realm.join(Member(id: id, roles: .client))
      _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "t")), from: id)
    }
    for id in 1...1000 {
      _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "u\(id)")), from: one)
    }
    _ = realm.leave(one)
    for id in guests { _ = realm.leave(id) }
    while realm.isLeaving { _ = realm.continueLeaving() }
    #expect(realm.sessions == [other])
    #expect(realm.publish("t", .none).actions.isEmpty)
  }
}
