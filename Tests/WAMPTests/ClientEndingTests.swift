import Testing

@testable import WAMP

/// How a client's session ends, and what it says of it.
@Suite struct ClientEndingTests {
  @Test func `our own close fails what is pending at once, and blames nobody`() throws {
    var session = ClientSession<Int>.opened()
    _ = try session.call("a.b", token: 1)
    let actions = session.close()
    guard case .goodbye(let goodbye)? = actions.sent.first else {
      Issue.record("no GOODBYE")
      return
    }
    #expect(goodbye.reason == "wamp.close.close_realm")
    #expect(actions.failures[1]?.code == .closeRealm)
    #expect(actions.failures[1]?.message == "the session was closed here")
    let (isOver, reason) = session.receive(.goodbye(.init(reason: "wamp.close.goodbye_and_out"))).end
    #expect(isOver && reason == nil)
    let error = #expect(throws: WAMPError.self) { try session.call("a.b", token: 2) }
    #expect(error?.message == "the session was closed here")
  }

  @Test func `after our GOODBYE whatever else comes is dropped, and nothing more is sent`() throws {
    var session = ClientSession<Int>.opened()
    let register = try session.register("a.b", token: 1)
    _ = session.receive(.registered(.init(request: register.request, registration: RegistrationID(9))))
    _ = session.receive(.invocation(.init(request: RequestID(1), registration: RegistrationID(9))))
    let call = try session.call("c.d", token: 2)
    _ = session.close()
    let late: [Message] = [
      .invocation(.init(request: RequestID(2), registration: RegistrationID(9))),
      .result(.init(request: call.request)), .interrupt(.init(request: RequestID(1))),
      .welcome(.init(session: SessionID(6), roles: .router)),
    ]
    for message in late { #expect(session.receive(message).isEmpty) }
    #expect(session.yield(RequestID(1), .none) == nil)
    #expect(session.violated("damaged").sent.isEmpty)
    #expect(session.state == .closed)
  }

  @Test func `a connection that ends while we close ends the session in order`() {
    var session = ClientSession<Int>.opened()
    _ = session.close()
    let (isOver, reason) = session.connectionLost().end
    #expect(isOver && reason == nil)
  }

  @Test func `after the end every request throws why the session ended`() throws {
    var session = ClientSession<Int>.opened()
    _ = session.receive(.goodbye(.init(reason: "wamp.close.system_shutdown", message: "back at noon")))
    let attempts: [(inout ClientSession<Int>) throws -> Void] = [
      { _ = try $0.call("a.b", token: 1) }, { _ = try $0.publish("t", token: 1) },
      { _ = try $0.subscribe("t", token: 1) }, { _ = try $0.register("a.b", token: 1) },
      { _ = try $0.unsubscribe(SubscriptionID(1), token: 1) },
      { _ = try $0.unregister(RegistrationID(1), token: 1) },
    ]
    for attempt in attempts {
      let error = #expect(throws: WAMPError.self) { try attempt(&session) }
      #expect(error?.code == .systemShutdown)
      #expect(error?.message == "the session has ended: back at noon")
      #expect(error?.endedSession == true)
    }
    #expect(session.ending?.message == "back at noon")
  }

  @Test func `an error that a procedure answers did not end the session`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", token: 1)
    let error = WAMPError(.notAuthorized).answer(to: call.request, of: .call)
    #expect(session.receive(error).failures[1]?.endedSession == false)
    _ = try session.call("a.b", token: 2)
    let abort = session.receive(.abort(.init(reason: "wamp.error.not_authorized")))
    #expect(abort.failures[2]?.endedSession == true)
  }

  @Test func `a progressive RESULT that nobody asked for breaks the protocol`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", token: 1)
    let actions = session.receive(.result(.init(request: call.request, progress: true)))
    guard case .abort(let abort)? = actions.sent.first else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.protocol_violation")
    #expect(actions.failures[1]?.code == .protocolViolation)
    #expect(session.state == .closed)
  }

  @Test func `an error repeats 200 characters of what a router says`() {
    let long = String(repeating: "é", count: 5000)
    var session = ClientSession<Int>.opened()
    let reason = session.receive(.goodbye(.init(reason: "wamp.close.normal", message: long))).end.reason
    #expect(reason?.message.count == 201)
    #expect(WAMPError(Message.Abort(reason: "wamp.close.normal", message: long)).message.count == 201)
    #expect(String(repeating: "é", count: 200).shortened.count == 200)
  }

  @Test func `an error of a handler's own is answered without its text`() {
    struct Failure: Error { let password = "hunter2" }
    let answer = WAMPError(answering: Failure())
    #expect(answer.code == .runtimeError)
    #expect(!answer.message.contains("hunter2"))
    let own = WAMPError(.init("com.example.error.tired"), "later")
    #expect(WAMPError(answering: own) == own)
    #expect(WAMPError(answering: CancellationError()).code == .canceled)
  }
}
