import Testing

@testable import WAMP

/// Calls and invocations that come in parts, at the client.
@Suite struct CallsInPartsTests {
  private let registration = RegistrationID(3)

  private func invocation(_ request: UInt64, progress: Bool) -> Message {
    .invocation(.init(request: RequestID(request), registration: registration, progress: progress))
  }

  private func callee() throws -> ClientSession<Int> {
    var session = ClientSession<Int>.opened()
    let register = try session.register("a.b", token: 1)
    _ = session.receive(.registered(.init(request: register.request, registration: registration)))
    return session
  }

  private func names(_ actions: [ClientSession<Int>.Action]) -> [String] {
    actions.map { action in
      switch action {
      case .invoke: "invoke"
      case .invocationContinued(let part): part.progress ? "part" : "last part"
      case .interrupt: "interrupt"
      case .closed: "closed"
      case .send(let message): "\(message.code)"
      default: "other"
      }
    }
  }

  private let capable = Roles([.dealer: [.progressiveCallInvocations]])

  @Test func `each part of a call has its request, until the call is over`() throws {
    var session = ClientSession<Int>.opened(by: capable)
    let first = try session.call("a.b", progress: true, receiveProgress: true, token: 7)
    let second = session.continueCall(first.request, of: "a.b", .none, progress: true)
    let last = session.continueCall(first.request, of: "a.b", .none, progress: false)
    #expect(second?.request == first.request && second?.progress == true)
    #expect(second?.receiveProgress == true)
    #expect(last?.progress == false)
    _ = session.receive(.result(.init(request: first.request)))
    #expect(session.continueCall(first.request, of: "a.b", .none, progress: false) == nil)
    let given = try session.call("a.b", progress: true, token: 8)
    _ = session.abandon(given.request)
    #expect(session.continueCall(given.request, of: "a.b", .none, progress: false) == nil)
  }

  @Test func `a router that does not announce calls in parts gets none`() throws {
    var session = ClientSession<Int>.opened(by: Roles([.dealer: []]))
    #expect(throws: WAMPError.self) { try session.call("a.b", progress: true, token: 7) }
    // Over flatbuffers others announce nothing at all.
    var silent = ClientSession<Int>.opened(by: Roles())
    let call = try silent.call("a.b", progress: true, token: 7)
    #expect(call.progress)
  }

  @Test func `the parts of an invocation go to the one that runs`() throws {
    var session = try callee()
    #expect(names(session.receive(invocation(1, progress: true))) == ["invoke"])
    #expect(names(session.receive(invocation(1, progress: true))) == ["part"])
    #expect(names(session.receive(invocation(2, progress: false))) == ["invoke"])
    #expect(names(session.receive(invocation(1, progress: false))) == ["last part"])
    let answer = session.yield(RequestID(1), .none)
    #expect(answer != nil)
  }

  @Test func `a part after the last one breaks the protocol`() throws {
    var session = try callee()
    _ = session.receive(invocation(1, progress: true))
    _ = session.receive(invocation(1, progress: false))
    let actions = session.receive(invocation(1, progress: false))
    #expect(actions.end.reason?.code == .protocolViolation)
  }

  @Test func `what comes of a call that was answered early is no new invocation`() throws {
    var session = try callee()
    _ = session.receive(invocation(1, progress: true))
    let answer = session.fail(RequestID(1), WAMPError(.invalidArgument))
    #expect(answer != nil)
    #expect(names(session.receive(invocation(1, progress: true))) == [])
    #expect(names(session.receive(invocation(1, progress: false))) == [])
    #expect(names(session.receive(invocation(1, progress: false))) == ["invoke"])
  }

  @Test(arguments: [true, false])
  func `parts come also when their registration has ended meanwhile`(isRevoked: Bool) throws {
    var session = try callee()
    _ = session.receive(invocation(1, progress: true))
    if isRevoked {
      let revoked = Message.Unregistered(request: RequestID(0), registration: registration)
      _ = session.receive(.unregistered(revoked))
    } else {
      let unregister = try #require(try session.unregister(registration, token: 2))
      _ = session.receive(.unregistered(.init(request: unregister.request)))
    }
    #expect(names(session.receive(invocation(1, progress: false))) == ["last part"])
    // A new one has nobody to go to.
    #expect(names(session.receive(invocation(2, progress: false))) == ["ERROR"])
  }

  @Test func `a part that cannot be accepted fails the call and stops its handler`() throws {
    var session = try callee()
    _ = session.receive(invocation(1, progress: true))
    let fault = MessageFault(
      WAMPError(.invalidPayload, "damaged"), in: .invocation, RequestID(1))
    #expect(names(session.receive(fault)) == ["ERROR", "interrupt"])
    let answer = session.yield(RequestID(1), .none)
    #expect(answer == nil)
    #expect(names(session.receive(invocation(1, progress: false))) == [])
  }

  @Test func `only so many calls that were answered early are remembered`() {
    var early = AnsweredEarly()
    for number in 1...UInt64(AnsweredEarly.limit + 1) { early.add(RequestID(number)) }
    let taken = [1, 2, 2].map { early.takes(RequestID($0), isLast: true) }
    #expect(taken == [false, true, false])
  }
}
