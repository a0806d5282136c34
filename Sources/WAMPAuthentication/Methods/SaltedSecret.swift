public import WAMP

/// A secret of WAMP-CRA as both sides use it: as it is, or derived from a password by PBKDF2.
public struct SaltedSecret: Sendable, Equatable {
  let key: Secret
  /// How a client gets the key from its password; `nil` if both have the key itself.
  let salting: Salting?

  /// How a password is salted: what CHALLENGE tells the client.
  struct Salting: DerivationCosts, Sendable, Equatable {
    let salt: String
    let iterations: Int
    /// In bytes, before the key is spelt in base64.
    let keyLength: Int

    static let iterationLimit = 2_000_000
    static let keyLengthLimit = 1024

    var fault: String? {
      guard (1...Self.iterationLimit).contains(iterations) else {
        return "\(iterations) iterations, not 1...\(Self.iterationLimit)"
      }
      return (1...Self.keyLengthLimit).contains(keyLength)
        ? nil : "a key of \(keyLength) bytes, not 1...\(Self.keyLengthLimit)"
    }

    /// The key of a password: the base64 text of the derived bytes is what signs.
    func key(of password: Secret) -> Secret {
      Secret(
        Base64.text(
          KeyedHash.pbkdf2(
            password.bytes, salt: Array(salt.utf8), iterations: iterations, count: keyLength)))
    }
  }

  /// A secret that the client has in the same form.
  public init(_ secret: Secret) {
    key = secret
    salting = nil
  }

  /// A key that was derived from a password before, so that the password itself is not kept.
  ///
  /// - Parameters:
  ///   - derivedKey: the base64 text of the derived bytes.
  ///   - keyLength: how many bytes these are.
  /// - Throws: ``WAMPError`` if the costs are not what clients accept.
  public init(
    derivedKey: Secret, salt: String, iterations: Int = 1000, keyLength: Int = 32
  ) throws(WAMPError) {
    let salting = Salting(salt: salt, iterations: iterations, keyLength: keyLength)
    try salting.check()
    self.init(key: derivedKey, salting: salting)
  }

  /// Derives the key of a password; takes a moment, which grows with `iterations`.
  ///
  /// - Throws: ``WAMPError`` if the costs are not what clients accept.
  public init(
    password: Secret, salt: String, iterations: Int = 100_000, keyLength: Int = 32
  ) throws(WAMPError) {
    let salting = Salting(salt: salt, iterations: iterations, keyLength: keyLength)
    try salting.check()
    self.init(key: salting.key(of: password), salting: salting)
  }

  init(key: Secret, salting: Salting?) {
    self.key = key
    self.salting = salting
  }

  /// The signature of a challenge, in base64.
  static func signature(of challenge: String, _ key: Secret) -> String {
    Base64.text(KeyedHash.hmac(key.bytes, Array(challenge.utf8)))
  }
}
