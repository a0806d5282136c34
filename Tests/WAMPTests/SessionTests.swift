import SharedBytes
import Testing

@testable import WAMP

/// The two sides of a session, driven by messages.
@Suite struct SessionTests {
  private func open() -> ClientSession<Int> {
    var session = ClientSession<Int>(realm: "realm1")
    _ = session.open()
    _ = session.receive(.welcome(.init(session: SessionID(5), roles: .router)))
    return session
  }

  private func failures(_ actions: [ClientSession<Int>.Action]) -> [Int] {
    actions.compactMap { action in
      if case .failed(_, let token) = action { token } else { nil }
    }
  }

  @Test func `WELCOME opens a session`() {
    let session = open()
    #expect(session.id == SessionID(5))
    #expect(session.routerRoles == .router)
  }

  @Test func `what is pending fails when the connection is lost`() throws {
    var session = open()
    _ = try session.call("a.b", token: 1)
    _ = try session.subscribe("t", token: 2)
    #expect(failures(session.connectionLost()) == [1, 2])
    #expect(session.state == .closed)
    #expect(throws: WAMPError.self) { try session.call("a.b", token: 3) }
  }

  @Test func `an answer to nothing breaks the protocol`() throws {
    var session = open()
    _ = try session.call("a.b", token: 1)
    let actions = session.receive(.result(.init(request: RequestID(99))))
    guard case .send(.abort(let abort))? = actions.first else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.protocol_violation")
    #expect(failures(actions) == [1])
  }

  @Test func `an event that comes before SUBSCRIBED is delivered after it`() throws {
    var session = open()
    let subscribe = try session.subscribe("t", token: 1)
    let event = Message.Event(subscription: SubscriptionID(3), publication: PublicationID(4))
    #expect(session.receive(.event(event)).isEmpty)
    let actions = session.receive(
      .subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    #expect(actions.count == 2)
    guard case .subscribed? = actions.first, case .event(let delivered)? = actions.last else {
      Issue.record("no event")
      return
    }
    #expect(delivered == event)
  }

  @Test func `GOODBYE is answered, and closes`() {
    var session = open()
    let actions = session.receive(.goodbye(.init(reason: "wamp.close.system_shutdown")))
    guard case .send(.goodbye(let answer))? = actions.first, case .closed(let error)? = actions.last else {
      Issue.record("no GOODBYE")
      return
    }
    #expect(answer.reason == "wamp.close.goodbye_and_out")
    #expect(error?.code.rawValue == "wamp.close.system_shutdown")
  }

  @Test func `a router lets in whom it may`() {
    var ids = RandomIDs(seed: 1)
    var session = RouterSession()
    guard case .join = session.receive(.hello(.init(realm: "realm1", roles: .client))) else {
      Issue.record("not joined")
      return
    }
    #expect(session.welcome(.anonymous(using: &ids), as: SessionID(1), to: "realm1") != nil)
  }

  @Test(arguments: [
    Message.call(.init(request: RequestID(1), procedure: "a.b")),
    .welcome(.init(session: SessionID(1), roles: .router)),
  ])
  func `a router ends a session that does not begin with HELLO`(message: Message) {
    var session = RouterSession()
    guard case .close(.abort(let abort)?, nil) = session.receive(message) else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.protocol_violation")
    #expect(session.state == .closed)
  }

  @Test(arguments: [
    Message.goodbye(.init(reason: "wamp.close.normal")), .abort(.init(reason: "wamp.error.canceled")),
  ])
  func `a client that changes its mind before WELCOME is not accused of anything`(message: Message) {
    for begin in [[], [Message.hello(.init(realm: "realm1", roles: .client))]] {
      var session = RouterSession()
      for message in begin { _ = session.receive(message) }
      guard case .close(nil, nil) = session.receive(message) else {
        Issue.record("answered after \(begin.count) messages")
        continue
      }
      #expect(session.state == .closed)
    }
  }

  @Test(arguments: [
    Message.call(.init(request: RequestID(1), procedure: "a.b")), .yield(.init(request: RequestID(1))),
    .hello(.init(realm: "realm1", roles: .client)), .authenticate(.init(signature: "")),
  ])
  func `what comes with the HELLO ends the session, whoever is faster`(message: Message) {
    var ids = RandomIDs(seed: 1)
    var session = RouterSession()
    _ = session.receive(.hello(.init(realm: "realm1", roles: .client)))
    guard case .close(.abort(let abort)?, nil) = session.receive(message) else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.protocol_violation")
    #expect(session.welcome(.anonymous(using: &ids), as: SessionID(1), to: "realm1") == nil)
  }

  @Test func `EVENT_RECEIVED, which the specification only names, is no offence`() {
    var ids = RandomIDs(seed: 1)
    var session = RouterSession()
    _ = session.receive(.hello(.init(realm: "realm1", roles: .client)))
    _ = session.welcome(.anonymous(using: &ids), as: SessionID(1), to: "realm1")
    guard case .ignore = session.receive(.eventReceived(.init(publication: PublicationID(9)))) else {
      Issue.record("not ignored")
      return
    }
    #expect(session.state == .open(SessionID(1)))
  }

  @Test func `an ABORT repeats no more than a little of what was sent`() {
    var session = RouterSession()
    let realm = String(repeating: "a..", count: 1 << 20)
    guard case .close(.abort(let abort)?, nil) = session.receive(.hello(.init(realm: realm, roles: .client)))
    else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.invalid_uri")
    #expect((abort.message?.count ?? 0) < 300)
    var other = RouterSession()
    guard case .close(.abort(let violation)?, nil) = other.violated(String(repeating: "é", count: 5000))
    else {
      Issue.record("no ABORT")
      return
    }
    #expect((violation.message?.utf8.count ?? 0) <= 1024)
  }

  @Test func `who announced nothing gets of an ERROR what it can read`() {
    var session = RouterSession()
    _ = session.receive(.hello(.init(realm: "realm1", roles: nil)))
    #expect(!session.isAnnounced)
    let error = WAMPError(.canceled, "the callee left").answer(to: RequestID(1), of: .call)
    guard case .error(let readable) = error.forUnannounced else {
      Issue.record("\(error.forUnannounced)")
      return
    }
    #expect(readable.error == WAMPError.Code.canceled.rawValue && readable.payload == .none)
  }

  @Test func `every anonymous client is somebody of its own`() {
    var ids = RandomIDs(seed: 1)
    let names = (0..<1000).map { _ in Identity.anonymous(using: &ids) }
    #expect(Set(names.map(\.authid)).count == 1000)
    #expect(names.allSatisfy { $0.authrole == "anonymous" && $0.authmethod == "anonymous" })
  }
}
