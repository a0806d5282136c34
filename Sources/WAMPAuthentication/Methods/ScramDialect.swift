internal import WAMP

/// The two ways in which SCRAM is spoken.
public enum ScramDialect: Sendable, Hashable {
  /// As the specification says: `wamp-scram`.
  case standard
  /// As Autobahn and Crossbar.io do: `scram`.
  case autobahn

  var method: AuthenticationMethod {
    switch self {
    case .standard: .scram
    case .autobahn: .autobahnSCRAM
    }
  }

  init?(_ method: AuthenticationMethod) {
    switch method {
    case .scram: self = .standard
    case .autobahnSCRAM: self = .autobahn
    default: return nil
    }
  }

  /// How a key derivation is called in CHALLENGE.
  func name(of derivation: KeyDerivation) -> String {
    switch (derivation, self) {
    case (.pbkdf2, _): "pbkdf2"
    case (.argon2id, .standard): "argon2id13"
    case (.argon2id, .autobahn): "argon2id-13"
    }
  }

  /// The base64 form of the channel binding, as the signed text says it: none. Autobahn leaves it out.
  var channelBinding: String {
    switch self {
    case .standard: "biws"
    case .autobahn: ""
    }
  }

  /// Whether a router's nonce goes on from that of the client: as text, or with Crossbar.io as the bytes that the text
  /// stands for.
  func accepts(_ nonce: String, after clientNonce: String) -> Bool {
    if nonce.hasPrefix(clientNonce) { return nonce.utf8.count > clientNonce.utf8.count }
    guard self == .autobahn, let all = Base64.bytes(nonce), let own = Base64.bytes(clientNonce) else {
      return false
    }
    return all.starts(with: own) && all.count > own.count
  }

  /// The name of the detail of WELCOME with the router's own proof.
  var verifier: String {
    switch self {
    case .standard: "verifier"
    case .autobahn: "scram_server_signature"
    }
  }

  /// The salted password, as the keys are made of it: of Argon2id, Autobahn takes the unpadded text instead of the bytes.
  func saltedPassword(_ key: [UInt8], _ derivation: KeyDerivation) -> [UInt8] {
    guard case (.autobahn, .argon2id) = (self, derivation) else { return key }
    return Array(Base64.text(key).utf8.filter { $0 != UInt8(ascii: "=") })
  }
}
