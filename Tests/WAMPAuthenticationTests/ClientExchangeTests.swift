import Testing
import WAMP

@testable import WAMPAuthentication

/// What a client believes of a router.
@Suite struct ClientExchangeTests {
  private func exchange(_ client: ClientAuthentication) -> (ClientExchange, Message.Hello) {
    var generator = Counting(state: 1)
    var exchange = ClientExchange(client, authid: "joe", using: &generator)
    var hello = Message.Hello(realm: "realm1", roles: .client)
    exchange.announce(in: &hello)
    return (exchange, hello)
  }

  @Test("all that is offered is announced, in the order of preference")
  func announcing() throws {
    let key = try CryptosignKey(bytes: Array(repeating: 1, count: 32))
    let (_, hello) = exchange([.cryptosign(key), .scram(password: "x"), .ticket("x"), .anonymous])
    #expect(hello.authmethods == ["cryptosign", "scram", "wamp-scram", "ticket", "anonymous"])
    #expect(hello.authid == "joe")
    #expect(hello.authextra["pubkey"] == .string(key.publicKey))
    #expect(hello.authextra["nonce"]?.stringValue?.utf8.count == 24)
    #expect(exchange(.ticket("x")).1.authextra.isEmpty)
  }

  @Test("who offered a proof is not content to be let in without one")
  func unasked() {
    let welcome = Message.Welcome(session: SessionID(1), roles: .router, authmethod: "anonymous")
    #expect(exchange(.ticket("x")).0.refusal(of: welcome)?.code == .authenticationFailed)
    #expect(exchange(.anonymous).0.refusal(of: welcome) == nil)
    #expect(exchange([.ticket("x"), .anonymous]).0.refusal(of: welcome) == nil)
  }

  @Test("a router knows a client by a cookie only if it was sent one")
  func unsentCookie() {
    let welcome = Message.Welcome(session: SessionID(1), roles: .router, authmethod: "cookie")
    for hasCookie in [false, true] {
      var generator = Counting(state: 1)
      var exchange = ClientExchange([.cookie, .scram(password: "x")], authid: "joe", using: &generator)
      var hello = Message.Hello(realm: "realm1", roles: .client)
      exchange.announce(in: &hello, hasCookie: hasCookie)
      #expect(hello.authmethods.contains("cookie") == hasCookie)
      #expect(exchange.refusal(of: welcome)?.code == (hasCookie ? nil : .authenticationFailed))
    }
  }

  @Test(
    "a router that does not know the client is found out",
    arguments: [nil, "", "v=AAAA", "AAAA", "not base64"])
  func foreignRouter(verifier: String?) async throws {
    var (exchange, hello) = exchange(.scram(password: "pw"))
    let keys = try ScramKeys(password: "px", iterations: 4096)
    let nonce = try #require(hello.authextra["nonce"]?.stringValue)
    let answer = try await exchange.answer(
      to: Message.Challenge(
        method: "wamp-scram",
        extra: [
          "nonce": .string(nonce + "x"), "salt": .string(keys.salt), "kdf": "pbkdf2", "iterations": 4096,
        ]))
    exchange.sent(answer)
    var welcome = Message.Welcome(session: SessionID(1), roles: .router)
    if let verifier { welcome.authextra = ["verifier": .string(verifier)] }
    #expect(exchange.refusal(of: welcome)?.code == .authenticationFailed)
  }

  /// Challenges that would give the password away, keep the client busy, or make no sense.
  static let badChallenges: [(String, Options, WAMPError.Code)] = [
    ("cryptosign", ["challenge": "00"], .authenticationFailed), ("wampcra", [:], .authenticationFailed),
    ("wampcra", ["challenge": "x", "salt": "s", "iterations": 1_000_000_000], .authenticationFailed),
    ("wampcra", ["challenge": "x", "salt": "s", "iterations": 0], .authenticationFailed),
    ("wampcra", ["challenge": "x", "salt": "s", "keylen": 100_000_000], .authenticationFailed),
    ("wampcra", ["challenge": "x", "salt": "s", "keylen": -1], .authenticationFailed),
    (
      "wamp-scram", ["nonce": "x", "salt": "AA==", "kdf": "pbkdf2", "iterations": 4096], .authenticationFailed
    ),
    ("scram", ["nonce": "", "salt": "AA==", "kdf": "pbkdf2", "iterations": 4096], .authenticationFailed),
    ("wamp-scram", ["salt": "AA==", "kdf": "pbkdf2", "iterations": 4096], .authenticationFailed),
    ("wamp-scram", ["kdf": "pbkdf2", "iterations": 1], .authenticationFailed),
    ("wamp-scram", ["kdf": "pbkdf2", "iterations": 1_000_000_000], .authenticationFailed),
    ("wamp-scram", ["kdf": "argon2id13", "iterations": 1], .authenticationFailed),
    ("wamp-scram", ["kdf": "argon2id13", "iterations": 1, "memory": 1_000_000_000], .authenticationFailed),
    ("wamp-scram", ["kdf": "bcrypt", "iterations": 4096], .featureNotSupported),
    ("anonymous", [:], .authenticationFailed),
  ]

  @Test("a challenge that asks too little, too much or nonsense is not answered", arguments: badChallenges)
  func bad(method: String, extra: Options, code: WAMPError.Code) async throws {
    let (exchange, _) = exchange([.wampCRA(secret: "pw"), .scram(password: "pw")])
    let error = await #expect(throws: WAMPError.self) {
      try await exchange.answer(to: Message.Challenge(method: method, extra: extra))
    }
    #expect(error?.code == code)
  }

  @Test("a password kept by Argon2id needs a function for it")
  func argon2() async throws {
    let (exchange, hello) = exchange(.scram(password: "pw"))
    let nonce = try #require(hello.authextra["nonce"]?.stringValue)
    let challenge = Message.Challenge(
      method: "scram",
      extra: [
        "nonce": .string(nonce + "x"), "salt": "AA==", "kdf": "argon2id-13", "iterations": 1, "memory": 8,
      ])
    let error = await #expect(throws: WAMPError.self) { try await exchange.answer(to: challenge) }
    #expect(error?.code == .featureNotSupported)
  }

  @Test("a second challenge is not answered")
  func second() async throws {
    var (exchange, _) = exchange(.ticket("pw"))
    let challenge = Message.Challenge(method: "ticket")
    exchange.sent(try await exchange.answer(to: challenge))
    await #expect(throws: WAMPError.self) { try await exchange.answer(to: challenge) }
  }

  @Test("a challenge of cryptosign with a channel binding, or of another size, is not signed")
  func cryptosign() async throws {
    let (exchange, _) = exchange(.cryptosign(try CryptosignKey(bytes: Array(repeating: 1, count: 32))))
    let challenge = String(repeating: "00", count: 32)
    for (extra, code): (Options, WAMPError.Code) in [
      (["challenge": .string(challenge), "channel_binding": "tls-unique"], .featureNotSupported),
      (["challenge": "00"], .protocolViolation), (["challenge": "xyz"], .protocolViolation),
    ] {
      let error = await #expect(throws: WAMPError.self) {
        try await exchange.answer(to: Message.Challenge(method: "cryptosign", extra: extra))
      }
      #expect(error?.code == code)
    }
  }
}
