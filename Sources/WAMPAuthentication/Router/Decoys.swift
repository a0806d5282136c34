/// Credentials that nobody can meet, for clients that name nobody whom the realm knows: what these see must not tell them.
struct Decoys: Sendable {
  /// One for the whole process: in another realm, or after new principals were read, a name that is nobody's sees the same.
  private static let key: [UInt8] = {
    var generator = SystemRandomNumberGenerator()
    return Octets.random(32, using: &generator)
  }()

  private let salting: SaltedSecret.Salting?
  private let derivation: KeyDerivation

  /// - Parameter credentials: those of the realm, whose costs are imitated.
  init(like credentials: [Credential]) {
    var salting: SaltedSecret.Salting?
    var derivation = KeyDerivation.pbkdf2(iterations: 100_000)
    for credential in credentials.reversed() {
      switch credential.kind {
      case .cra(let secret): salting = secret.salting
      case .scram(let keys): derivation = keys.derivation
      case .ticket, .cryptosign: break
      }
    }
    self.salting = salting
    self.derivation = derivation
  }

  private func bytes(_ purpose: String, of authid: String) -> [UInt8] {
    KeyedHash.hmac(Self.key, Array("\(purpose) \(authid)".utf8))
  }

  /// The salted secret of nobody.
  func secret(of authid: String) -> SaltedSecret {
    let secret = Secret(bytes: bytes("secret", of: authid))
    guard let salting else { return SaltedSecret(secret) }
    let salt = Hexadecimal.text(bytes("salt", of: authid)).prefix(max(8, min(64, salting.salt.utf8.count)))
    return SaltedSecret(
      key: secret,
      salting: SaltedSecret.Salting(
        salt: String(salt), iterations: salting.iterations, keyLength: salting.keyLength))
  }

  /// The keys of nobody.
  func keys(of authid: String, _ dialect: ScramDialect) -> ScramKeys? {
    try? ScramKeys(
      storedKey: bytes("stored key", of: authid), serverKey: bytes("server key", of: authid),
      salt: Array(bytes("salt", of: authid).prefix(16)), derivation: derivation, dialects: [dialect])
  }

  /// A ticket that nobody has.
  func ticket(of authid: String) -> Secret { Secret(bytes: bytes("ticket", of: authid)) }
}
