import Testing

@testable import WAMP

/// Calls that may take only some time. The times themselves are the owner's: it is told when to begin and to stop.
@Suite struct TimeoutTests {
  private let caller = SessionID(1)
  private let callee = SessionID(2)

  private func realm(_ roles: Roles = .client) -> Realm {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: caller, roles: .wholeCaller))
    realm.join(Member(id: callee, roles: roles))
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: callee)
    return realm
  }

  private var timer: CallTimer { CallTimer(caller: caller, request: RequestID(7)) }

  private func call(_ realm: inout Realm, timeout: UInt64?) -> [RealmAction] {
    realm.receive(.call(.init(request: RequestID(7), procedure: "a.b", timeout: timeout)), from: caller)
  }

  @Test func `a call in time stops its timer`() {
    var realm = realm()
    #expect(call(&realm, timeout: 250).last == .startTimer(timer, after: .milliseconds(250)))
    let answered = realm.receive(.yield(.init(request: RequestID(1))), from: callee)
    #expect(answered.contains(.stopTimer(timer)))
    #expect(realm.timedOut(timer).isEmpty)
  }

  @Test func `a call whose time is over fails, and its callee is interrupted`() {
    var realm = realm()
    _ = call(&realm, timeout: 250)
    let actions = realm.timedOut(timer)
    #expect(actions.contains(.send(.interrupt(.init(request: RequestID(1), mode: .killNoWait)), to: callee)))
    guard case .send(.error(let error), caller)? = actions.last else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.timeout")
    #expect(realm.receive(.yield(.init(request: RequestID(1))), from: callee).isEmpty)
    // The number is free again.
    guard case .send(.invocation, callee)? = call(&realm, timeout: nil).first else {
      Issue.record("no INVOCATION")
      return
    }
  }

  @Test func `a callee that announced it watches the time itself`() {
    var roles = Roles.client
    roles.features[.callee]?.insert(.callTimeout)
    var realm = realm(roles)
    let actions = call(&realm, timeout: 250)
    #expect(actions.count == 1)
    guard case .send(.invocation(let invocation), callee)? = actions.first else {
      Issue.record("no INVOCATION")
      return
    }
    #expect(invocation.timeout == 250)
  }

  @Test func `a callee that wants to watch the time of a procedure does`() {
    var realm = realm(Roles([.callee: []]))
    let register = Message.Register(request: RequestID(2), procedure: "a.c", forwardTimeout: true)
    _ = realm.receive(.register(register), from: callee)
    let call = Message.Call(request: RequestID(7), procedure: "a.c", timeout: 250)
    let actions = realm.receive(.call(call), from: caller)
    guard case .send(.invocation(let invocation), callee)? = actions.first, actions.count == 1 else {
      Issue.record("\(actions)")
      return
    }
    #expect(invocation.timeout == 250)
  }

  @Test func `each part of a result has the whole time`() {
    var realm = realm()
    let call = Message.Call(request: RequestID(7), procedure: "a.b", receiveProgress: true, timeout: 250)
    _ = realm.receive(.call(call), from: caller)
    for _ in 0..<2 {
      let actions = realm.receive(.yield(.init(request: RequestID(1), progress: true)), from: callee)
      #expect(
        actions.prefix(2) == [.stopTimer(timer), .startTimer(timer, after: .milliseconds(250))])
    }
    #expect(realm.receive(.yield(.init(request: RequestID(1))), from: callee).contains(.stopTimer(timer)))
  }

  @Test(arguments: [nil, 0] as [UInt64?])
  func `no time is no limit`(timeout: UInt64?) {
    var realm = realm()
    #expect(call(&realm, timeout: timeout).count == 1)
  }

  @Test func `the longest time there is can be asked for`() {
    var realm = realm()
    guard case .startTimer(_, let duration)? = call(&realm, timeout: .max).last else {
      Issue.record("no timer")
      return
    }
    #expect(duration > .seconds(86_400))
  }

  @Test func `cancelling and leaving stop the timer`() {
    for leaves in [true, false] {
      var realm = realm()
      _ = call(&realm, timeout: 250)
      let cancel = Message.Cancel(request: RequestID(7), mode: .skip)
      let actions = leaves ? realm.leave(caller) : realm.receive(.cancel(cancel), from: caller)
      #expect(actions.contains(.stopTimer(timer)))
    }
  }

  @Test func `a procedure of the router's process is interrupted`() throws {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: caller, roles: .wholeCaller))
    _ = try realm.registerLocal("a.b")
    let called = call(&realm, timeout: 250)
    #expect(called.contains(.startTimer(timer, after: .milliseconds(250))))
    let actions = realm.timedOut(timer)
    #expect(actions.contains(.interruptLocal(RequestID(1))))
  }
}
