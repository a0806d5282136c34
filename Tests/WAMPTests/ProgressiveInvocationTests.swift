import SharedBytes
import Testing

@testable import WAMP

@Suite("Calls in parts")
struct ProgressiveInvocationTests {
  private let callee = SessionID(2)

  private func part(
    _ number: Int, _ scene: inout CallScene, request: UInt64 = 7, isLast: Bool = false,
    _ change: (inout Message.Call) -> Void = { _ in }
  ) -> [RealmAction] {
    var call = Message.Call(
      request: RequestID(request), procedure: "a.b", payload: Payload(arguments: [.int(Int64(number))]),
      progress: !isLast)
    change(&call)
    return scene.realm.receive(.call(call), from: CallScene.caller)
  }

  private func scene() throws -> CallScene {
    var scene = CallScene()
    try scene.register("a.b")
    return scene
  }

  private func errors(_ actions: [RealmAction]) -> [String] {
    actions.compactMap { action in
      if case .send(.error(let error), CallScene.caller) = action { error.error } else { nil }
    }
  }

  @Test("have one number, the options of the first part, and end with one that is not followed")
  func parts() throws {
    var scene = try scene()
    let first = try scene.invocation(
      part(1, &scene) {
        $0.discloseMe = true
        $0.receiveProgress = true
      }
    ).invocation
    #expect(first.progress && first.receiveProgress && first.caller == CallScene.caller)
    var expected = first
    for number in 2...4 {
      let actions = part(number, &scene, isLast: number == 4) {
        $0.procedure = "is.ignored"
        $0.timeout = 5
      }
      expected.payload = Payload(arguments: [.int(Int64(number))])
      expected.progress = number < 4
      #expect(actions == [.send(.invocation(expected), to: callee)])
      #expect(scene.yield(first.request, progress: true).count == 1)
    }
    let result = Message.Result(request: RequestID(7))
    #expect(scene.yield(first.request) == [.send(.result(result), to: CallScene.caller)])
    #expect(scene.realm.census.calls == 0)
  }

  @Test("go to the callee that has the first one, however its registration is shared")
  func shared() throws {
    var scene = CallScene(callees: 2)
    for session in [2, 3] as [UInt64] { try scene.register("a.b", .exact, .roundRobin, by: session) }
    for number in 1...3 {
      #expect(try scene.invocation(part(number, &scene)).callee == 2)
      #expect(try scene.invocation(part(number, &scene, request: 8)).callee == 3)
    }
  }

  @Test("that come after the end are dropped without a word", arguments: [true, false])
  func late(isError: Bool) throws {
    var scene = try scene()
    let first = try scene.invocation(part(1, &scene)).invocation
    if isError {
      _ = scene.realm.receive(WAMPError(.canceled).answer(to: first.request, of: .invocation), from: callee)
    } else {
      _ = scene.yield(first.request)
    }
    #expect(part(2, &scene).isEmpty)
    #expect(part(3, &scene, isLast: true).isEmpty)
    // A new call has a number that was not there before.
    #expect(try scene.invocation(part(1, &scene, request: 8)).callee == 2)
  }

  @Test("end with their last part: another one breaks the protocol")
  func afterTheLast() throws {
    var scene = try scene()
    _ = part(1, &scene)
    _ = part(2, &scene, isLast: true)
    guard case .abort(CallScene.caller, let error)? = part(3, &scene).first else {
      Issue.record("no ABORT")
      return
    }
    #expect(error.code == .protocolViolation)
  }

  @Test("are a breach of the protocol for who did not announce them")
  func unannounced() throws {
    var scene = try scene()
    let other = SessionID(9)
    scene.realm.join(Member(id: other, roles: Roles([.caller: []])))
    let call = Message.Call(request: RequestID(1), procedure: "a.b", progress: true)
    guard case .abort(other, let error)? = scene.realm.receive(.call(call), from: other).first else {
      Issue.record("no ABORT")
      return
    }
    #expect(error.code == .protocolViolation)
    // Its numbers are its own affair.
    for number in [5, 3] as [UInt64] {
      let call = Message.Call(request: RequestID(number), procedure: "a.b")
      guard case .send(.invocation, callee)? = scene.realm.receive(.call(call), from: other).first else {
        Issue.record("no INVOCATION")
        return
      }
    }
  }

  @Test(
    "fail once where the callee takes none, or cannot be stopped",
    arguments: [
      [], [.progressiveCallInvocations], [.callCanceling],
    ] as [Set<Feature>])
  func unsupported(features: Set<Feature>) throws {
    var scene = CallScene(roles: Roles([.callee: features]))
    try scene.register("a.b")
    #expect(errors(part(1, &scene)) == ["wamp.error.feature_not_supported"])
    #expect(part(2, &scene).isEmpty)
    #expect(part(3, &scene, isLast: true).isEmpty)
    #expect(scene.realm.census.invocations == 0)
  }

  @Test("fail once where the router's own process answers", arguments: [true, false])
  func local(isInline: Bool) throws {
    var scene = CallScene()
    if isInline {
      _ = try scene.realm.registerOnCallersLoop("a.b")
    } else {
      _ = try scene.realm.registerLocal("a.b")
    }
    #expect(errors(part(1, &scene)) == ["wamp.error.feature_not_supported"])
    #expect(part(2, &scene, isLast: true).isEmpty)
    #expect(part(1, &scene, request: 8, isLast: true).count == 1)
  }

  @Test("are forgotten when one of both goes", arguments: [true, false])
  func leaving(callerLeaves: Bool) throws {
    var scene = try scene()
    let first = try scene.invocation(part(1, &scene)).invocation
    if callerLeaves {
      let interrupt = Message.Interrupt(request: first.request, mode: .killNoWait)
      #expect(scene.realm.leave(CallScene.caller) == [.send(.interrupt(interrupt), to: callee)])
    } else {
      #expect(errors(scene.realm.leave(callee)) == ["wamp.error.canceled"])
      #expect(part(2, &scene).isEmpty)
    }
    #expect(scene.realm.census.calls == 0 && scene.realm.census.invocations == 0)
  }

  @Test("can be cancelled, and run out of time")
  func cancelling() throws {
    for mode in [CancelMode.skip, .killNoWait, nil] {
      var scene = try scene()
      let first = try scene.invocation(part(1, &scene) { $0.timeout = 50 }).invocation
      let timer = CallTimer(caller: CallScene.caller, request: RequestID(7))
      let actions =
        mode.map { scene.realm.receive(.cancel(.init(request: RequestID(7), mode: $0)), from: timer.caller) }
        ?? scene.realm.timedOut(timer)
      #expect(errors(actions) == [mode == nil ? "wamp.error.timeout" : "wamp.error.canceled"])
      let interrupt = Message.Interrupt(request: first.request, mode: .killNoWait)
      #expect(actions.contains(.send(.interrupt(interrupt), to: callee)) == (mode != .skip))
      #expect(part(2, &scene).isEmpty)
    }
  }

  @Test("that a callee does not read end the call, and it is told")
  func undeliverable() throws {
    var scene = try scene()
    let first = try scene.invocation(part(1, &scene)).invocation
    _ = part(2, &scene)
    let actions = scene.realm.undeliverable(first.request, to: callee)
    #expect(errors(actions) == ["wamp.error.unavailable"])
    let interrupt = Message.Interrupt(request: first.request, mode: .killNoWait)
    #expect(actions.contains(.send(.interrupt(interrupt), to: callee)))
    #expect(scene.realm.undeliverable(first.request, to: callee).isEmpty)
  }

  @Test("may be payloads that nobody reads, which each callee gets in a form that it takes")
  func passthru() throws {
    var roles = CallScene.roles
    roles.features[.callee]?.insert(.payloadTransparency)
    var scene = CallScene(roles: roles)
    try scene.register("a.b")
    let bytes = SharedBytes([1, 2, 3])
    let sealed = Payload.passthru(PassthruPayload(bytes, scheme: "cryptobox", serializer: "json"))
    for _ in 0..<2 {
      let invocation = try scene.invocation(part(1, &scene) { $0.payload = sealed }).invocation
      guard case .passthru(let payload) = invocation.payload else {
        Issue.record("\(invocation.payload)")
        return
      }
      #expect(payload.style == .transparency && payload.bytes == bytes)
    }
    // One that it takes in no form ends the call.
    let encrypted = Payload.passthru(PassthruPayload(bytes, scheme: "x_a", cipher: "x_b"))
    let actions = part(3, &scene) { $0.payload = encrypted }
    #expect(errors(actions) == ["wamp.error.feature_not_supported"])
    #expect(actions.count == 2)
    #expect(part(4, &scene, isLast: true).isEmpty)
  }

  /// What a router's session hands on of a CALL that it could not read.
  private func unreadable(_ request: UInt64) -> Message {
    let fault = MessageFault(WAMPError(.invalidPayload, "no arguments"), in: .call, RequestID(request))
    var session = RouterSession()
    _ = session.receive(.hello(.init(realm: "realm1", roles: .client)))
    var ids = RandomIDs(seed: 1)
    _ = session.welcome(Identity.anonymous(using: &ids), as: CallScene.caller, to: "realm1")
    guard case .route(let message) = session.receive(fault) else {
      return .yield(.init(request: RequestID(0)))
    }
    return message
  }

  @Test("end with one that cannot be read, and are answered once")
  func unreadablePart() throws {
    var scene = try scene()
    let first = try scene.invocation(part(1, &scene)).invocation
    let actions = scene.realm.receive(unreadable(7), from: CallScene.caller)
    #expect(errors(actions) == ["wamp.error.invalid_payload"])
    #expect(actions.contains(.send(.interrupt(.init(request: first.request, mode: .killNoWait)), to: callee)))
    #expect(scene.realm.census.calls == 0)
    #expect(part(2, &scene).isEmpty)
    #expect(scene.realm.receive(unreadable(7), from: CallScene.caller).isEmpty)
    #expect(scene.yield(first.request).isEmpty)
  }

  @Test("do not begin after a first one that cannot be read")
  func unreadableFirst() throws {
    var scene = try scene()
    #expect(errors(scene.realm.receive(unreadable(7), from: CallScene.caller)).count == 1)
    #expect(part(2, &scene).isEmpty)
    #expect(part(3, &scene, isLast: true).isEmpty)
  }
}
