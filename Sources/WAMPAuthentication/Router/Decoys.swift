internal import SharedBytes
internal import WAMP

/// Credentials that nobody can meet, for clients that name nobody whom the realm knows: what these see must not tell them.
///
/// Each such name resembles one of the realm's principals: the same role and costs, a salt as long.
struct Decoys: Sendable {
  /// One for the whole process: in another realm, or after new principals were read, a name that is nobody's sees the same.
  private static let key: [UInt8] = {
    var generator = SystemRandomNumberGenerator()
    return Octets.random(32, using: &generator)
  }()

  private let all: Models
  private let byMethod: [AuthenticationMethod: Models]

  /// - Parameter principals: those of the realm, or such as it has.
  init(like principals: [Principal]) {
    all = Models(principals, at: Self.place)
    let methods = Set(principals.flatMap(\.credentials).flatMap(\.methods))
    byMethod = Dictionary(
      uniqueKeysWithValues: methods.map { method in
        (method, Models(principals.filter { $0.credential(for: method) != nil }, at: Self.place))
      })
  }

  private static func bytes(_ purpose: String, of authid: String, _ count: Int = 32) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = 0
    while bytes.count < count {
      bytes += KeyedHash.hmac(key, Array("\(purpose) \(block) \(authid)".utf8))
      block += 1
    }
    return Array(bytes.prefix(count))
  }

  private static func place(of authid: String) -> UInt64 {
    bytes("place", of: authid, 8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The principal that a name resembles; `nil` if there is none.
  func model(of authid: String) -> Principal? { all.next(after: Self.place(of: authid)) }

  private func model(of authid: String, _ method: AuthenticationMethod) -> Principal? {
    let model = model(of: authid)
    if model?.credential(for: method) != nil { return model }
    return byMethod[method]?.next(after: Self.place(of: authid))
  }

  /// The role of nobody.
  func role(of authid: String, _ method: AuthenticationMethod) -> String {
    model(of: authid, method)?.authrole ?? "user"
  }

  /// The salted secret of nobody.
  func secret(of authid: String) -> SaltedSecret {
    let secret = Secret(bytes: Self.bytes("secret", of: authid))
    guard case .cra(let own)? = model(of: authid, .wampCRA)?.credential(for: .wampCRA)?.kind,
      let salting = own.salting
    else { return SaltedSecret(secret) }
    return SaltedSecret(
      key: secret,
      salting: SaltedSecret.Salting(
        salt: Self.salt(of: authid, like: salting.salt), iterations: salting.iterations,
        keyLength: salting.keyLength))
  }

  /// A text as long, of hexadecimal digits or of all that base64 has.
  private static func salt(of authid: String, like salt: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let alphabet = salt.utf8.allSatisfy(digits.contains) ? digits : letters
    let bytes = bytes("salt", of: authid, salt.utf8.count)
    return String(decoding: bytes.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }

  /// The keys of nobody.
  func keys(of authid: String, _ dialect: ScramDialect) -> ScramKeys? {
    var derivation = KeyDerivation.pbkdf2(iterations: 100_000)
    var saltLength = 16
    if case .scram(let own)? = model(of: authid, dialect.method)?.credential(for: dialect.method)?.kind {
      derivation = own.derivation
      saltLength = Base64.bytes(own.salt)?.count ?? saltLength
    }
    return try? ScramKeys(
      storedKey: Self.bytes("stored key", of: authid), serverKey: Self.bytes("server key", of: authid),
      salt: Self.bytes("salt", of: authid, saltLength), derivation: derivation, dialects: [dialect])
  }

  /// A ticket that nobody has.
  func ticket(of authid: String) -> Secret { Secret(bytes: Self.bytes("ticket", of: authid)) }
}
