import Testing
import WAMP

@testable import WAMPAuthentication

/// Each method, both sides of it.
@Suite struct MethodTests {
  private static let key = "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510"
  private static let otherKey = "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd"
  private static let argon2id: KeyDerivation.Argon2id = { password, salt, iterations, memory in
    #expect(iterations == 2 && memory == 1024)
    // No Argon2: any function that both sides have shows what is done with it.
    return KeyedHash.sha256(password + salt)
  }

  /// What a client does, and the credential it was made for.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let method: AuthenticationMethod
    let right: ClientAuthentication
    let wrong: ClientAuthentication
    let credential: Credential
  }

  static func cases() throws -> [Case] {
    let salt = Array("sixteen bytes ok".utf8)
    func argon2(_ dialect: ScramDialect) throws -> ScramKeys {
      try ScramKeys(
        argon2id: KeyedHash.sha256(Array("pw".utf8) + salt), salt: salt, iterations: 2, memory: 1024,
        dialect: dialect)
    }
    return [
      Case(
        testDescription: "ticket", method: .ticket, right: .ticket("pw"), wrong: .ticket("pw "),
        credential: .ticket("pw")),
      Case(
        testDescription: "ticket by closures", method: .ticket, right: .ticket { "pw" },
        wrong: .ticket { "px" },
        credential: .ticket(checkedBy: { $0 == "pw" })),
      Case(
        testDescription: "WAMP-CRA", method: .wampCRA, right: .wampCRA(secret: "pw"),
        wrong: .wampCRA(secret: ""),
        credential: .wampCRA(secret: "pw")),
      Case(
        testDescription: "WAMP-CRA, salted", method: .wampCRA, right: .wampCRA(secret: "pw"),
        wrong: .wampCRA(secret: "px"),
        credential: .wampCRA(try SaltedSecret(password: "pw", salt: "s", iterations: 10, keyLength: 16))),
      Case(
        testDescription: "SCRAM", method: .scram, right: .scram(password: "pw", dialects: [.standard]),
        wrong: .scram(password: "px", dialects: [.standard]),
        credential: .scram(try ScramKeys(password: "pw", iterations: 4096))),
      Case(
        testDescription: "SCRAM as Autobahn", method: .autobahnSCRAM,
        right: .scram(password: "pw", dialects: [.autobahn]),
        wrong: .scram(password: "px", dialects: [.autobahn]),
        credential: .scram(try ScramKeys(password: "pw", iterations: 4096))),
      Case(
        testDescription: "SCRAM with Argon2id", method: .scram,
        right: .scram(password: "pw", argon2id: argon2id),
        wrong: .scram(password: "px", argon2id: argon2id), credential: .scram(try argon2(.standard))),
      Case(
        testDescription: "SCRAM as Autobahn with Argon2id", method: .autobahnSCRAM,
        right: .scram(password: "pw", argon2id: argon2id),
        wrong: .scram(password: "px", argon2id: argon2id), credential: .scram(try argon2(.autobahn))),
      Case(
        testDescription: "cryptosign", method: .cryptosign,
        right: .cryptosign(try CryptosignKey(hexadecimal: key)),
        wrong: .cryptosign(try CryptosignKey(hexadecimal: otherKey)),
        credential: try .cryptosign(publicKeys: [CryptosignKey(hexadecimal: key).publicKey.uppercased()])),
    ]
  }

  @Test("who proves to be somebody is that one, and the router is known, too", arguments: try cases())
  func right(_ sample: Case) async throws {
    let router = Authentication(principals: [Principal("joe", role: "user", sample.credential)])
    let outcome = try await Meeting.of(sample.right, as: "joe", with: router)
    #expect(outcome.error == nil)
    #expect(outcome.identity?.authid == "joe" && outcome.identity?.authrole == "user")
    #expect(outcome.identity?.authmethod == sample.method.rawValue)
    #expect(outcome.identity?.authprovider == "static")
  }

  @Test("a wrong proof and an unknown name see the same", arguments: try cases())
  func wrong(_ sample: Case) async throws {
    let router = Authentication(
      principals: [Principal("joe", role: "user", sample.credential)], anonymousRole: "guest")
    let wrong = try await Meeting.of(sample.wrong, as: "joe", with: router)
    let unknown = try await Meeting.of(sample.right, as: "ann", with: router)
    let again = try await Meeting.of(sample.right, as: "ann", with: router)
    for outcome in [wrong, unknown] {
      #expect(outcome.identity == nil)
      #expect(outcome.error == RouterExchange.failure)
      #expect(outcome.challenge?.method == sample.method.rawValue)
    }
    func values(_ outcome: Meeting.Outcome) throws -> [String: Value] {
      try #require(outcome.challenge).extra.values()
    }
    #expect(try Set(values(wrong).keys) == Set(values(unknown).keys))
    for cost in ["iterations", "memory", "keylen", "kdf"] {
      #expect(try values(wrong)[cost] == values(unknown)[cost])
    }
    // A salt that changes would tell that there is nobody.
    #expect(try values(unknown)["salt"] == values(again)["salt"])
  }

  @Test("principals that are looked up are as good as those known beforehand", arguments: try cases())
  func dynamic(_ sample: Case) async throws {
    let router = Authentication(
      methods: [sample.method], like: [Principal("eve", role: "user", sample.credential)]
    ) { request in
      #expect(request.realm == "realm1" && request.method == sample.method && request.peer == "test")
      return request.authid == "joe" ? Principal("joe", role: "user", sample.credential) : nil
    }
    let right = try await Meeting.of(sample.right, as: "joe", with: router)
    #expect(right.error == nil)
    #expect(right.identity?.authprovider == "dynamic")
    let wrong = try await Meeting.of(sample.wrong, as: "joe", with: router)
    #expect(wrong.error == RouterExchange.failure)
    let unknown = try await Meeting.of(sample.right, as: "ann", with: router)
    #expect(unknown.error == RouterExchange.failure)
    let seen = try #require(unknown.challenge).extra.values()
    #expect(try Set(seen.keys) == Set(#require(wrong.challenge).extra.values().keys))
  }

  @Test(
    "costs are refused that give a password away or keep a client busy, and those of Autobahn's own are not",
    arguments: [
      // What `derive_scram_credential` takes.
      (KeyDerivation.argon2id(iterations: 4096, memory: 512), true),
      (.argon2id(iterations: 64, memory: 1 << 20), true), (.argon2id(iterations: 65, memory: 1 << 20), false),
      (.argon2id(iterations: 4096, memory: 1 << 20), false), (.argon2id(iterations: 4097, memory: 8), false),
      (.argon2id(iterations: 0, memory: 1024), false), (.argon2id(iterations: 1, memory: 7), false),
      (.pbkdf2(iterations: 4096), true), (.pbkdf2(iterations: 4095), false),
    ])
  func costs(derivation: KeyDerivation, isAccepted: Bool) {
    #expect((derivation.fault == nil) == isAccepted)
  }

  @Test("a directory or a check that fails refuses, and says no more")
  func failing() async throws {
    struct Broken: Error {}
    let directory = Authentication(methods: [.ticket]) { _ in throw Broken() }
    #expect(
      try await Meeting.of(.ticket("x"), as: "joe", with: directory).error == RouterExchange.failure)
    let check = Authentication(principals: [
      Principal("joe", role: "user", .ticket(checkedBy: { _ in throw Broken() }))
    ])
    #expect(try await Meeting.of(.ticket("x"), as: "joe", with: check).error == RouterExchange.failure)
  }

  @Test("a key is enough for cryptosign")
  func keyOnly() async throws {
    let key = try CryptosignKey(hexadecimal: Self.key)
    let router = Authentication(principals: [
      Principal("ann", role: "admin", try .cryptosign(publicKeys: [])),
      Principal("joe", role: "user", try .cryptosign(publicKeys: [key.publicKey])),
    ])
    let outcome = try await Meeting.of(.cryptosign(key), as: nil, with: router)
    #expect(outcome.identity?.authid == "joe")
    let stranger = try await Meeting.of(
      .cryptosign(try CryptosignKey(hexadecimal: Self.otherKey)), as: nil, with: router)
    #expect(stranger.error == RouterExchange.failure)
  }
}
