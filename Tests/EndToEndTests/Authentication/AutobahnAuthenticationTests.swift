import Flatwire
import Programs
import Testing

/// Autobahn|Python proves to our router who it is.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct AutobahnAuthenticationTests {
  private static let key = String(repeating: "a1", count: 32)

  /// What argon2-cffi makes of "pencil" with these costs.
  private static let hash: [UInt8] = [
    0x5E, 0x36, 0x93, 0x95, 0x1D, 0x37, 0x64, 0x52, 0xB5, 0x82, 0xF1, 0xE3, 0x44, 0x48, 0x59, 0x21, 0x42,
    0xDE, 0x00, 0x35, 0x32, 0x46, 0x15, 0xE2, 0xE1, 0xDF, 0xD4, 0x82, 0x2E, 0x16, 0x8E, 0x24,
  ]

  private func realm() throws -> Authentication {
    let salt = Array("sixteen bytes ok".utf8)
    let keys = try ScramKeys(
      argon2id: Self.hash, salt: salt, iterations: 2, memory: 1024, dialect: .autobahn)
    let key = try CryptosignKey(hexadecimal: Self.key)
    return Authentication(
      principals: [
        Principal("tina", role: "user", .ticket("pencil")),
        Principal("carl", role: "user", .wampCRA(secret: "pencil")),
        Principal("sal", role: "user", .wampCRA(try SaltedSecret(password: "pencil", salt: "salt"))),
        Principal("scott", role: "user", .scram(keys)),
        Principal("kay", role: "user", try .cryptosign(publicKeys: [key.publicKey])),
      ], anonymousRole: "guest")
  }

  /// What Autobahn says first: that it joined, or was refused.
  private func first(
    _ router: Router, _ authentication: [String: String]?, serializer: String = "cbor"
  ) async throws -> AutobahnPeer.Observation {
    let seen = try await AutobahnPeer.run(
      port: router.port, realm: "realm1", serializer: serializer, authentication: authentication, [])
    return try #require(seen.first)
  }

  private func withRouter(_ body: (Router) async throws -> Void) async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1", authentication: realm())
    do {
      try await body(router)
    } catch {
      await router.stop()
      throw error
    }
    await router.stop()
  }

  @Test("Autobahn is who it proves to be, and nobody with a wrong proof")
  func methods() async throws {
    let methods: [(name: String, method: String, secret: String)] = [
      ("tina", "ticket", "ticket"), ("carl", "wampcra", "secret"), ("sal", "wampcra", "secret"),
      ("scott", "scram", "password"), ("kay", "cryptosign", "privkey"),
    ]
    try await withRouter { router in
      for (name, method, secret) in methods {
        let right = method == "cryptosign" ? Self.key : "pencil"
        let joined = try await first(router, ["method": method, "authid": name, secret: right])
        #expect(joined["event"] as? String == "joined", "\(method): \(joined)")
        #expect(joined["authid"] as? String == name && joined["authrole"] as? String == "user")
        #expect(joined["authmethod"] as? String == method)
        let wrong = method == "cryptosign" ? String(repeating: "b2", count: 32) : "pen"
        let refused = try await first(router, ["method": method, "authid": name, secret: wrong])
        #expect(refused["reason"] as? String == "wamp.error.authentication_failed", "\(method): \(refused)")
      }
    }
  }

  /// Its HELLO over FlatBuffers says nothing of methods.
  @Test("over FlatBuffers Autobahn proves itself by ticket, and is never let in as anybody unasked")
  func flatbuffers() async throws {
    try await withRouter { router in
      let joined = try await first(
        router, ["method": "ticket", "authid": "tina", "ticket": "pencil"], serializer: "flatbuffers")
      #expect(joined["authid"] as? String == "tina")
      for authentication in [
        ["method": "ticket", "authid": "tina", "ticket": "pen"],
        ["method": "wampcra", "authid": "carl", "secret": "pencil"],
        ["method": "cryptosign", "privkey": Self.key], ["method": "anonymous"],
      ] {
        let refused = try await first(router, authentication, serializer: "flatbuffers")
        #expect(refused["event"] as? String == "abort", "\(refused)")
      }
      let anybody = try await first(router, ["method": "anonymous"])
      #expect(anybody["authrole"] as? String == "guest")
    }
  }
}
