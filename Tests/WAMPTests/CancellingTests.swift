import SharedBytes
import Testing

@testable import WAMP

/// What CANCEL does to the caller and to the callee.
@Suite struct CancellingTests {
  private let caller = SessionID(1)
  private let callee = SessionID(2)

  /// A realm with a call that waits, and the number of its invocation.
  private func waiting(calleeRoles: Roles = .client) throws -> (realm: Realm, invocation: RequestID) {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: caller, roles: .client))
    realm.join(Member(id: callee, roles: calleeRoles))
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: callee)
    let actions = realm.receive(.call(.init(request: RequestID(7), procedure: "a.b")), from: caller)
    guard case .send(.invocation(let invocation), callee)? = actions.first else {
      throw WAMPError(.protocolViolation, "no INVOCATION")
    }
    return (realm, invocation.request)
  }

  private func errors(_ actions: [RealmAction]) -> [String] {
    actions.compactMap { action in
      if case .send(.error(let error), caller) = action { error.error } else { nil }
    }
  }

  private func interrupts(_ actions: [RealmAction]) -> [CancelMode] {
    actions.compactMap { action in
      if case .send(.interrupt(let interrupt), callee) = action { interrupt.mode } else { nil }
    }
  }

  @Test func `skip answers the caller and leaves the callee alone`() throws {
    var (realm, invocation) = try waiting()
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: .skip)), from: caller)
    #expect(errors(actions) == ["wamp.error.canceled"])
    #expect(interrupts(actions).isEmpty)
    #expect(realm.receive(.yield(.init(request: invocation)), from: callee).isEmpty)
  }

  @Test func `killnowait answers the caller and interrupts the callee`() throws {
    var (realm, invocation) = try waiting()
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: .killNoWait)), from: caller)
    #expect(errors(actions) == ["wamp.error.canceled"])
    #expect(interrupts(actions) == [.killNoWait])
    let late = WAMPError(.canceled).answer(to: invocation, of: .invocation)
    #expect(realm.receive(late, from: callee).isEmpty)
  }

  @Test func `kill lets the callee's answer end the call`() throws {
    var (realm, invocation) = try waiting()
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: .kill)), from: caller)
    #expect(errors(actions).isEmpty)
    #expect(interrupts(actions) == [.kill])
    let answer = WAMPError(WAMPError.Code("a.stopped")).answer(to: invocation, of: .invocation)
    #expect(errors(realm.receive(answer, from: callee)) == ["a.stopped"])
  }

  @Test func `a callee that cannot be told is left alone, and the caller answered`() throws {
    var (realm, _) = try waiting(calleeRoles: Roles([.callee: []]))
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: .kill)), from: caller)
    #expect(errors(actions) == ["wamp.error.canceled"])
    #expect(interrupts(actions).isEmpty)
  }

  @Test func `cancelling what was answered has no effect`() throws {
    var (realm, invocation) = try waiting()
    _ = realm.receive(.yield(.init(request: invocation)), from: callee)
    #expect(realm.receive(.cancel(.init(request: RequestID(7))), from: caller).isEmpty)
  }

  @Test func `who cannot be stopped is not asked for progress`() throws {
    for features in [[.progressiveCallResults], [.progressiveCallResults, .callCanceling]] as [Set<Feature>] {
      var (realm, _) = try waiting(calleeRoles: Roles([.callee: features]))
      let call = Message.Call(request: RequestID(8), procedure: "a.b", receiveProgress: true)
      guard case .send(.invocation(let invocation), callee)? = realm.receive(.call(call), from: caller).first
      else {
        Issue.record("no INVOCATION")
        return
      }
      #expect(invocation.receiveProgress == (features.count == 2))
    }
  }

  @Test func `a number that is in use for another call breaks the protocol`() throws {
    var (realm, _) = try waiting()
    let actions = realm.receive(.call(.init(request: RequestID(7), procedure: "a.b")), from: caller)
    guard case .abort(caller, let error)? = actions.first else {
      Issue.record("no ABORT")
      return
    }
    #expect(error.code == .protocolViolation)
  }

  @Test(arguments: [CancelMode.skip, .kill, .killNoWait])
  func `an INTERRUPT says nothing but its mode`(mode: CancelMode) throws {
    var (realm, invocation) = try waiting()
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: mode)), from: caller)
    let interrupts = actions.compactMap { action in
      if case .send(.interrupt(let interrupt), callee) = action { interrupt } else { nil }
    }
    #expect(interrupts == (mode == .skip ? [] : [Message.Interrupt(request: invocation, mode: mode)]))
  }

  @Test(arguments: [true, false])
  func `a caller that vanishes interrupts a callee that can be told, and its late answers go nowhere`(
    canBeTold: Bool
  ) throws {
    var (realm, invocation) = try waiting(calleeRoles: canBeTold ? .client : Roles([.callee: []]))
    let expected = Message.Interrupt(request: invocation, mode: .killNoWait)
    #expect(realm.leave(caller) == (canBeTold ? [.send(.interrupt(expected), to: callee)] : []))
    let error = WAMPError(.canceled).answer(to: invocation, of: .invocation)
    #expect(realm.receive(.yield(.init(request: invocation, progress: true)), from: callee).isEmpty)
    #expect(realm.receive(error, from: callee).isEmpty)
    #expect(realm.receive(.yield(.init(request: invocation)), from: callee).isEmpty)
  }

  @Test(arguments: ["bad uri", "a..b", "", "a.\u{1C}b", String(repeating: "x", count: 5000)])
  func `an error whose name is no URI reaches the caller under a name that is one`(name: String) throws {
    var (realm, invocation) = try waiting()
    let payload = Payload(arguments: [.string("why")])
    let error = Message.Error(
      requestType: .invocation, request: invocation, error: name, payload: payload)
    guard case .send(.error(let answer), caller)? = realm.receive(.error(error), from: callee).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(answer.error == "wamp.error.runtime_error")
    #expect(answer.payload == payload)
    #expect(answer.request == RequestID(7))
  }

  @Test func `no mode is killnowait: who says none expects an interrupt`() throws {
    var (realm, invocation) = try waiting()
    let actions = realm.receive(.cancel(.init(request: RequestID(7), mode: nil)), from: caller)
    #expect(errors(actions) == ["wamp.error.canceled"])
    let interrupt = Message.Interrupt(request: invocation, mode: .killNoWait)
    #expect(actions.contains(.send(.interrupt(interrupt), to: callee)))
  }

  @Test func `a callee that could not announce anything is asked for progress and can be interrupted`() throws
  {
    var (realm, _) = try waiting(calleeRoles: .unannounced)
    let call = Message.Call(request: RequestID(8), procedure: "a.b", receiveProgress: true)
    let called = realm.receive(.call(call), from: caller)
    guard case .send(.invocation(let invocation), callee)? = called.first else {
      Issue.record("no INVOCATION")
      return
    }
    #expect(invocation.receiveProgress)
    let cancelled = realm.receive(.cancel(.init(request: RequestID(8), mode: .kill)), from: caller)
    #expect(interrupts(cancelled) == [.kill])
    // A form of payload of its own is not sent to it.
    let record = Payload.record(SharedBytes([1]), form: .passthru)
    #expect(record.adapted(to: .unannounced, as: .callee)?.record?.form == .binaryArgument)
  }
}
