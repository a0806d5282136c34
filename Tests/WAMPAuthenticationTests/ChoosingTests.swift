import Testing
import WAMP

@testable import WAMPAuthentication

/// Which method a client gets, and who is let in as anybody.
@Suite struct ChoosingTests {
  private let realm = Authentication(
    principals: [
      Principal("joe", role: "user", .ticket("pw")),
      Principal("ann", role: "user", .wampCRA(secret: "pw"), .ticket("pw")),
    ], anonymousRole: "guest")
  private let closed = Authentication(principals: [Principal("joe", role: "user", .wampCRA(secret: "pw"))])

  private func begin(
    _ realm: Authentication, methods: [String], authid: String? = nil, extra: Options = [:],
    mayLoseMethods: Bool = false
  ) -> RouterExchange.Action {
    let hello = Message.Hello(
      realm: "realm1", roles: .client, authmethods: methods, authid: authid, authextra: extra)
    var exchange = RouterExchange(realm, hello, Meeting.terms(mayLoseMethods: mayLoseMethods))
    return exchange.begin()
  }

  private func method(_ action: RouterExchange.Action) -> String? {
    if case .challenge(let challenge) = action { challenge.method } else { nil }
  }

  private func identity(_ action: RouterExchange.Action) -> Identity? {
    if case .admit(let identity) = action { identity } else { nil }
  }

  private func error(_ action: RouterExchange.Action) -> WAMPError.Code? {
    if case .refuse(let error) = action { error.code } else { nil }
  }

  @Test(
    "the client's first method that the realm has for it is taken",
    arguments: [
      ("joe", ["wampcra", "ticket"], "ticket"), ("ann", ["wampcra", "ticket"], "wampcra"),
      ("ann", ["ticket", "wampcra"], "ticket"), ("joe", ["x.unknown", "ticket", "anonymous"], "ticket"),
    ])
  func first(authid: String, methods: [String], taken: String) {
    #expect(method(begin(realm, methods: methods, authid: authid)) == taken)
  }

  @Test("a cookie lets in whom it is of, if the realm takes cookies and knows that one still")
  func cookie() {
    func begin(
      _ realm: Authentication, _ methods: [String] = ["cookie", "ticket"], authid: String? = nil,
      bearer: String? = "joe"
    ) -> RouterExchange.Action {
      var terms = Meeting.terms(mayLoseMethods: false)
      terms.cookieIdentity = bearer.map {
        Identity(authid: $0, authrole: "past", authmethod: "cookie", authprovider: "cookie")
      }
      let hello = Message.Hello(realm: "realm1", roles: .client, authmethods: methods, authid: authid)
      var exchange = RouterExchange(realm, hello, terms)
      return exchange.begin()
    }
    var realm = realm
    #expect(method(begin(realm, authid: "joe")) == "ticket")
    realm.acceptsCookies = true
    for authid in [nil, "", "joe"] {
      let joe = identity(begin(realm, authid: authid))
      #expect(joe?.authid == "joe" && joe?.authrole == "user" && joe?.authmethod == "cookie")
    }
    #expect(method(begin(realm, authid: "ann")) == "ticket")
    #expect(method(begin(realm, authid: "joe", bearer: nil)) == "ticket")
    #expect(method(begin(realm, ["ticket", "cookie"], authid: "joe")) == "ticket")
    #expect(error(begin(realm, ["cookie"], bearer: "gone")) == .noMatchingAuthMethod)
    #expect(identity(begin(realm, ["anonymous", "cookie"]))?.authmethod == "anonymous")
    // Who finds its principals elsewhere has said what they may do.
    var found = Authentication(methods: [.ticket]) { _ in nil }
    found.acceptsCookies = true
    #expect(identity(begin(found, ["cookie"]))?.authrole == "past")
  }

  @Test("anonymous is who asks for it, in the realm's role for such")
  func anonymous() {
    let first = identity(begin(realm, methods: ["cryptosign", "anonymous", "ticket"]))
    #expect(first?.authrole == "guest" && first?.authmethod == "anonymous")
    #expect(identity(begin(realm, methods: []))?.authrole == "guest")
    #expect(identity(begin(.anonymous, methods: [], mayLoseMethods: true))?.authrole == "anonymous")
    #expect(error(begin(closed, methods: ["anonymous"])) == .noMatchingAuthMethod)
    #expect(error(begin(closed, methods: [])) == .authenticationRequired)
  }

  /// The methods of a HELLO over FlatBuffers are lost by Autobahn.
  @Test("whose methods may be lost is never let in as anybody where others prove who they are")
  func lost() {
    #expect(error(begin(realm, methods: [], mayLoseMethods: true)) == .authenticationRequired)
    #expect(method(begin(realm, methods: [], authid: "joe", mayLoseMethods: true)) == "ticket")
    #expect(error(begin(.anonymous, methods: [], authid: "joe")) == .noMatchingAuthMethod)
    #expect(identity(begin(realm, methods: ["anonymous"], mayLoseMethods: true)) != nil)
  }

  @Test(
    "an unknown or impossible method is refused by name",
    arguments: [(["x"], "joe"), (["ticket"], ""), (["cryptosign", "wamp-scram"], "joe")])
  func unmatched(methods: [String], authid: String) {
    guard case .refuse(let error) = begin(closed, methods: methods, authid: authid) else {
      Issue.record("not refused")
      return
    }
    #expect(error.code == .noMatchingAuthMethod)
    #expect(error.message.contains(methods[0]))
  }

  @Test(
    "a channel binding that is asked for is refused", arguments: ["cryptosign", "wamp-scram", "scram"])
  func binding(method: String) throws {
    let key = String(repeating: "ab", count: 32)
    let realm = Authentication(principals: [
      Principal(
        "joe", role: "user", .scram(try ScramKeys(password: "pw", iterations: 4096)),
        try .cryptosign(publicKeys: [key]))
    ])
    let extra: [String: Value] = ["nonce": "AAAA", "pubkey": .string(key)]
    for binding in ["tls-unique", "tls-exporter"] {
      let asked = Options(extra.merging(["channel_binding": .string(binding)]) { $1 })
      #expect(error(begin(realm, methods: [method], authid: "joe", extra: asked)) == .featureNotSupported)
    }
    let none = Options(extra.merging(["channel_binding": .null]) { $1 })
    #expect(self.method(begin(realm, methods: [method], authid: "joe", extra: none)) == method)
    for wrong: Options in [
      [:], ["nonce": "", "pubkey": ""], ["nonce": "a,b", "pubkey": "xy"], ["nonce": 1],
    ] {
      #expect(error(begin(realm, methods: [method], authid: "joe", extra: wrong)) == .invalidArgument)
    }
  }

  @Test("an answer of another time, or a second one, proves nothing")
  func order() {
    let hello = Message.Hello(realm: "realm1", roles: .client, authmethods: ["ticket"], authid: "joe")
    var exchange = RouterExchange(realm, hello, Meeting.terms())
    #expect(error(exchange.receive(Message.Authenticate(signature: "pw"))) == .authenticationFailed)
    var other = RouterExchange(realm, hello, Meeting.terms())
    _ = other.begin()
    #expect(error(other.receive(Message.Authenticate(signature: "no"))) == .authenticationFailed)
    #expect(error(other.receive(Message.Authenticate(signature: "pw"))) == .authenticationFailed)
  }

  @Test("WAMP-CRA's challenge says for whom, when and for which session, in JSON")
  func challenge() {
    let text = CRAChallenge(
      authid: "jo\"e\\\u{1}é", authrole: "user", authprovider: "static", session: SessionID(7),
      timestamp: "2026-11-29T12:00:00Z", nonce: [0xFB, 0xFF]
    ).text
    #expect(
      text == #"{"authid":"jo\"e\\\u0001é","authrole":"user","authmethod":"wampcra","#
        + #""authprovider":"static","nonce":"+/8=","timestamp":"2026-11-29T12:00:00Z","session":7}"#)
  }
}
