import SharedBytes
import Testing

@testable import WAMP

/// CHALLENGE and AUTHENTICATE, in the sessions of both sides.
@Suite struct ChallengeTests {
  private static let hello = Message.hello(.init(realm: "realm1", roles: .client, authmethods: ["ticket"]))
  private static let identity = Identity(
    authid: "joe", authrole: "user", authmethod: "ticket", authprovider: "static", extra: ["verifier": "x"])

  private func challenged() -> RouterSession {
    var session = RouterSession()
    _ = session.receive(Self.hello)
    _ = session.challenge(Message.Challenge(method: "ticket"))
    return session
  }

  @Test("a client is challenged, answers, and is let in as who it is")
  func order() {
    var session = RouterSession()
    guard case .join = session.receive(Self.hello) else {
      Issue.record("not handed on")
      return
    }
    #expect(
      session.challenge(Message.Challenge(method: "ticket")) == .challenge(.init(method: "ticket")))
    guard case .authenticate(let answer) = session.receive(.authenticate(.init(signature: "x"))) else {
      Issue.record("not handed on")
      return
    }
    #expect(answer.signature == "x")
    guard case .welcome(let welcome)? = session.welcome(Self.identity, as: SessionID(5), to: "realm1") else {
      Issue.record("no WELCOME")
      return
    }
    #expect(welcome.authid == "joe" && welcome.authmethod == "ticket")
    #expect(welcome.authextra["verifier"] == "x")
  }

  @Test("a client may be challenged a second time")
  func twice() {
    var session = challenged()
    _ = session.receive(.authenticate(.init(signature: "x")))
    #expect(session.challenge(Message.Challenge(method: "ticket")) != nil)
    guard case .authenticate = session.receive(.authenticate(.init(signature: "y"))) else {
      Issue.record("not handed on")
      return
    }
  }

  @Test("nobody is let in who was challenged and has not answered")
  func early() {
    var session = challenged()
    #expect(session.welcome(Self.identity, as: SessionID(5), to: "realm1") == nil)
    #expect(session.challenge(Message.Challenge(method: "ticket")) == nil)
  }

  @Test(
    "what is no answer to a challenge ends the session",
    arguments: [
      Message.call(.init(request: RequestID(1), procedure: "a.b")), hello,
      .challenge(.init(method: "ticket")),
    ])
  func strays(message: Message) {
    var session = challenged()
    guard case .close(.abort(let abort)?, nil) = session.receive(message) else {
      Issue.record("no ABORT")
      return
    }
    #expect(abort.reason == "wamp.error.protocol_violation")
    #expect(session.state == .closed)
  }

  @Test(
    "a client that does not want to prove anything may leave",
    arguments: [Message.abort(.init(reason: "x.y")), .goodbye(.init(reason: "x.y"))])
  func leaving(message: Message) {
    var session = challenged()
    guard case .close(nil, nil) = session.receive(message) else {
      Issue.record("answered")
      return
    }
  }

  @Test("AUTHENTICATE at any other time ends the session")
  func unasked() {
    var first = RouterSession()
    var joining = RouterSession()
    _ = joining.receive(Self.hello)
    var second = challenged()
    _ = second.receive(.authenticate(.init(signature: "x")))
    var open = RouterSession()
    _ = open.receive(Self.hello)
    _ = open.welcome(Self.identity, as: SessionID(5), to: "realm1")
    for action in [
      first.receive(.authenticate(.init(signature: "x"))),
      joining.receive(.authenticate(.init(signature: "x"))),
      second.receive(.authenticate(.init(signature: "x"))),
      open.receive(.authenticate(.init(signature: "x"))),
    ] {
      guard case .close(.abort(let abort)?, _) = action else {
        Issue.record("no ABORT")
        continue
      }
      #expect(abort.reason == "wamp.error.protocol_violation")
    }
  }

  @Test("a realm gives a client the session that its challenge named, but never another's")
  func reserved() {
    var realm = Realm(name: "realm1", ids: RandomIDs(seed: 1))
    let outlet = Outlet(loop: 0, format: .cbor)
    let first = realm.admit(.client, as: Self.identity, session: SessionID(5), at: outlet).member
    #expect(first.id == SessionID(5) && first.authid == "joe" && first.authrole == "user")
    let second = realm.admit(.client, as: Self.identity, session: SessionID(5), at: outlet).member
    #expect(second.id != SessionID(5))
  }
}
