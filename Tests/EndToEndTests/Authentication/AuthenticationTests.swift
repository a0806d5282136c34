import Flatwire
import Logging
import NIOPosix
import Programs
import Testing

/// Clients that prove who they are, to a router over sockets.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct AuthenticationTests {
  private static let key = String(repeating: "a1", count: 32)
  private static let formats: [SerializerKind] = [.flatbuffers, .cbor]

  /// A realm where each method has somebody.
  private static func realm() async throws -> Authentication {
    let key = try CryptosignKey(hexadecimal: Self.key)
    let salt = Array("sixteen bytes ok".utf8)
    let derived = try await Argon2.id(Array("geheim".utf8), salt, 2, 1024)
    func argon2id(_ dialect: ScramDialect) throws -> ScramKeys {
      try ScramKeys(argon2id: derived, salt: salt, iterations: 2, memory: 1024, dialect: dialect)
    }
    return Authentication(
      principals: [
        Principal("tina", role: "user", .ticket("geheim")),
        Principal("carl", role: "user", .wampCRA(secret: "geheim")),
        Principal("sal", role: "user", .wampCRA(try SaltedSecret(password: "geheim", salt: "salt"))),
        Principal("scott", role: "user", .scram(try ScramKeys(password: "geheim"))),
        Principal("sid", role: "user", .scram(try argon2id(.standard))),
        Principal("sue", role: "user", .scram(try argon2id(.autobahn))),
        Principal("kay", role: "user", try .cryptosign(publicKeys: [key.publicKey])),
      ], anonymousRole: "guest")
  }

  private static func methods(_ secret: Secret, _ key: String) throws -> [(String, ClientAuthentication)] {
    [
      ("tina", .ticket(secret)), ("carl", .wampCRA(secret: secret)), ("sal", .wampCRA(secret: secret)),
      // A name that nobody has may resemble one whose password is kept by Argon2id.
      ("scott", .scram(password: secret, argon2id: Argon2.id)),
      ("scott", .scram(password: secret, dialects: [.standard], argon2id: Argon2.id)),
      ("sid", .scram(password: secret, argon2id: Argon2.id)),
      ("sue", .scram(password: secret, argon2id: Argon2.id)),
      ("kay", .cryptosign(try CryptosignKey(hexadecimal: key))),
    ]
  }

  /// Runs a router with one realm of the given kind.
  private func withRealm(
    _ authentication: Authentication, _ limits: Router.Limits = Router.Limits(),
    logger: Logger = Logger(label: "test"), _ body: (_ url: String) async throws -> Void
  ) async throws {
    let router = try await Router.start(
      .webSocket(port: 0), realm: "realm1", authentication: authentication, limits: limits, logger: logger)
    do {
      try await body("ws://127.0.0.1:\(router.port)/")
    } catch {
      await router.stop()
      throw error
    }
    await router.stop()
  }

  @Test("who proves to be somebody is that one, by every method and in every format", arguments: formats)
  func right(format: SerializerKind) async throws {
    try await withRealm(await Self.realm()) { url in
      for (name, proof) in try Self.methods("geheim", Self.key) {
        let session = try await WAMPSession.connect(
          to: url, realm: "realm1", authid: name, authentication: proof, serializers: [format])
        #expect(session.authid == name && session.authrole == "user")
        #expect(session.authmethod != "anonymous")
        await session.close()
      }
      let anybody = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [format])
      #expect(anybody.authrole == "guest" && anybody.authmethod == "anonymous")
      await anybody.close()
    }
  }

  @Test("who proves nothing is nobody, and no log tells a secret", arguments: formats)
  func wrong(format: SerializerKind) async throws {
    let lines = LogLines()
    let logger = Logger(label: "test") { _ in lines }
    var limits = Router.Limits()
    limits.refusalDelay = .milliseconds(10)
    try await withRealm(await Self.realm(), limits, logger: logger) { url in
      let wrong = try Self.methods("falsches", String(repeating: "b2", count: 32))
      let unknown = try Self.methods("geheim", Self.key).map { ("nobody", $0.1) }
      for (name, proof) in wrong + unknown {
        let error = await #expect(throws: WAMPError.self) {
          try await WAMPSession.connect(
            to: url, realm: "realm1", authid: name, authentication: proof, serializers: [format],
            logger: logger)
        }
        #expect(error?.code == .authenticationFailed, "\(name)")
      }
    }
    #expect(lines.text.contains("nobody"))
    for secret in ["geheim", "falsches", "b2b2", "a1a1"] { #expect(!lines.text.contains(secret)) }
  }

  @Test("a wrong proof is refused late, whatever else is wrong at once")
  func late() async throws {
    var limits = Router.Limits()
    limits.refusalDelay = .seconds(2)
    try await withRealm(
      Authentication(principals: [Principal("joe", role: "user", .ticket("geheim"))]), limits
    ) {
      url in
      for (proof, code): (ClientAuthentication, WAMPError.Code) in [
        (.ticket("falsch"), .authenticationFailed), (.anonymous, .noMatchingAuthMethod),
      ] {
        var error: WAMPError?
        let time = await ContinuousClock().measure {
          error = await #expect(throws: WAMPError.self) {
            try await WAMPSession.connect(to: url, realm: "realm1", authid: "joe", authentication: proof)
          }
        }
        #expect(error?.code == code)
        #expect((time >= .seconds(2)) == (code == .authenticationFailed))
      }
    }
  }

  @Test("of several methods the realm's is taken")
  func several() async throws {
    try await withRealm(Authentication(principals: [Principal("joe", role: "user", .ticket("geheim"))])) {
      url in
      let session = try await WAMPSession.connect(
        to: url, realm: "realm1", authid: "joe",
        authentication: [.scram(password: "x"), .ticket("geheim"), .anonymous])
      #expect(session.authmethod == "ticket")
      await session.close()
      let error = await #expect(throws: WAMPError.self) {
        try await WAMPSession.connect(to: url, realm: "realm1")
      }
      #expect(error?.code == .noMatchingAuthMethod)
    }
  }

  @Test("a client that cannot say whom it proves to be does not connect")
  func unnamed() async throws {
    for proof: ClientAuthentication in [.ticket("x"), [.anonymous, .wampCRA(secret: "x")], []] {
      let error = await #expect(throws: WAMPError.self) {
        try await WAMPSession.connect(to: "ws://127.0.0.1:1/", realm: "realm1", authentication: proof)
      }
      #expect(error?.code == .invalidArgument)
    }
  }

  @Test("what a client's own closure throws is what its caller gets")
  func clientClosure() async throws {
    struct NoToken: Error {}
    try await withRealm(await Self.realm()) { url in
      await #expect(throws: NoToken.self) {
        try await WAMPSession.connect(
          to: url, realm: "realm1", authid: "tina", authentication: .ticket { throw NoToken() })
      }
    }
  }

  @Test("a directory is asked for each client; one that takes too long ends with the time for HELLO")
  func directory() async throws {
    var limits = Router.Limits()
    limits.helloTimeout = .seconds(2)
    let realm = Authentication(methods: [.ticket]) { request in
      if request.authid == "slow" { try await Task.sleep(for: .seconds(60)) }
      return Principal(request.authid, role: "user", .ticket(checkedBy: { $0 == "geheim" }))
    }
    try await withRealm(realm, limits) { url in
      let session = try await WAMPSession.connect(
        to: url, realm: "realm1", authid: "joe", authentication: .ticket("geheim"))
      #expect(session.authid == "joe")
      await session.close()
      let error = await #expect(throws: WAMPError.self) {
        try await WAMPSession.connect(
          to: url, realm: "realm1", authid: "slow", authentication: .ticket("geheim"))
      }
      #expect(error?.code == .timeout)
    }
  }

  @Test("a proof that comes together with the HELLO proves nothing")
  func early() async throws {
    let router = try await Router.start(
      .webSocket(port: 0), realm: "realm1", authentication: await Self.realm())
    let hello = Message.hello(
      .init(realm: "realm1", roles: .client, authmethods: ["ticket"], authid: "tina"))
    let events = try await ScriptedPeer.connect(
      to: router, saying: [hello, .authenticate(.init(signature: "geheim"))])
    var reasons: [String] = []
    for await case .message(let message) in events {
      if case .abort(let abort) = message { reasons.append(abort.reason) } else { reasons.append("answered") }
    }
    #expect(reasons == ["wamp.error.protocol_violation"])
    await router.stop()
  }

  @Test("a session that comes back proves itself again")
  func again() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let first = try await Router.start(
      .webSocket(port: 0), realm: "realm1", authentication: await Self.realm(), group: group)
    let session = try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(first.port)/", realm: "realm1", authid: "scott",
      authentication: .scram(password: "geheim"), reconnection: Reconnection(firstDelay: .milliseconds(50)))
    let id = session.id
    await first.stop()
    let second = try await Router.start(
      .webSocket(port: first.port), realm: "realm1", authentication: await Self.realm(), group: group)
    while await session.state != .open || session.id == id { try await Task.sleep(for: .milliseconds(20)) }
    #expect(session.authid == "scott" && session.authrole == "user")
    await session.close()
    await second.stop()
  }
}
