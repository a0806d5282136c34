public import WAMP

/// What a router keeps of a password for SCRAM: nobody who steals it can log in with it.
public struct ScramKeys: Sendable, Equatable {
  let storedKey: [UInt8]
  let serverKey: [UInt8]
  /// In base64.
  let salt: String
  let derivation: KeyDerivation
  let dialects: Set<ScramDialect>

  /// Keys that were made before.
  ///
  /// - Parameters:
  ///   - storedKey: 32 bytes.
  ///   - serverKey: 32 bytes.
  ///   - dialects: those they were made for; keys of PBKDF2 are the same in both.
  /// - Throws: ``WAMPError`` if a key is not 32 bytes long, there is no salt, or the costs of the derivation are not what
  ///   clients accept.
  public init(
    storedKey: [UInt8], serverKey: [UInt8], salt: [UInt8], derivation: KeyDerivation,
    dialects: Set<ScramDialect> = [.standard, .autobahn]
  ) throws(WAMPError) {
    guard storedKey.count == 32, serverKey.count == 32 else {
      throw WAMPError(
        .invalidArgument, "keys of SCRAM have 32 bytes, not \(storedKey.count) and \(serverKey.count)")
    }
    guard !salt.isEmpty else { throw WAMPError(.invalidArgument, "the salt is empty") }
    try derivation.check()
    self.storedKey = storedKey
    self.serverKey = serverKey
    self.salt = Base64.text(salt)
    self.derivation = derivation
    self.dialects = dialects
  }

  /// Makes the keys of a password by PBKDF2; takes a moment, which grows with `iterations`.
  ///
  /// - Parameters:
  ///   - password: ASCII, or text that is normalised as SASLprep says: nothing is done about it here.
  ///   - salt: random bytes, others for each user; `nil` draws 16.
  ///   - iterations: 4096 to 2 000 000.
  /// - Throws: ``WAMPError`` if there are fewer or more.
  public init(password: Secret, salt: [UInt8]? = nil, iterations: Int = 100_000) throws(WAMPError) {
    var generator = SystemRandomNumberGenerator()
    let salt = salt ?? Octets.random(16, using: &generator)
    let derivation = KeyDerivation.pbkdf2(iterations: iterations)
    try derivation.check()
    let key = KeyedHash.pbkdf2(password.bytes, salt: salt, iterations: iterations)
    try self.init(saltedPassword: key, salt: salt, derivation: derivation, dialects: [.standard, .autobahn])
  }

  /// Makes the keys of the hash of a password by Argon2id.
  ///
  /// - Parameters:
  ///   - hash: the 32 bytes of Argon2id, version 1.3, with one lane.
  ///   - memory: in KiB.
  ///   - dialect: the keys of the two differ.
  /// - Throws: ``WAMPError`` as ``init(storedKey:serverKey:salt:derivation:dialects:)``.
  public init(
    argon2id hash: [UInt8], salt: [UInt8], iterations: Int, memory: Int, dialect: ScramDialect = .standard
  ) throws(WAMPError) {
    let derivation = KeyDerivation.argon2id(iterations: iterations, memory: memory)
    try self.init(
      saltedPassword: dialect.saltedPassword(hash, derivation), salt: salt, derivation: derivation,
      dialects: [dialect])
  }

  private init(
    saltedPassword: [UInt8], salt: [UInt8], derivation: KeyDerivation, dialects: Set<ScramDialect>
  ) throws(WAMPError) {
    try self.init(
      storedKey: KeyedHash.sha256(Self.clientKey(saltedPassword)), serverKey: Self.serverKey(saltedPassword),
      salt: salt, derivation: derivation, dialects: dialects)
  }

  static func clientKey(_ saltedPassword: [UInt8]) -> [UInt8] {
    KeyedHash.hmac(saltedPassword, Array("Client Key".utf8))
  }

  static func serverKey(_ saltedPassword: [UInt8]) -> [UInt8] {
    KeyedHash.hmac(saltedPassword, Array("Server Key".utf8))
  }
}

extension ScramKeys: CustomStringConvertible, CustomReflectable {
  public var description: String { "(keys of SCRAM)" }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
