internal import Crypto
public import WAMP

/// The private key of a client that authenticates by cryptosign.
public struct CryptosignKey: Sendable {
  private let seed: Secret
  /// 64 hexadecimal digits: what routers know the client by.
  public let publicKey: String

  /// - Parameter hexadecimal: the key's 32 bytes as 64 digits.
  /// - Throws: ``WAMPError`` if it is anything else.
  public init(hexadecimal: String) throws(WAMPError) {
    guard let bytes = Hexadecimal.bytes(hexadecimal) else {
      throw WAMPError(.invalidArgument, "a private key is spelt in hexadecimal digits")
    }
    try self.init(bytes: bytes)
  }

  /// - Parameter bytes: 32 random ones.
  /// - Throws: ``WAMPError`` if there are more or fewer.
  public init(bytes: [UInt8]) throws(WAMPError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
      throw WAMPError(.invalidArgument, "a private key has 32 bytes, not \(bytes.count)")
    }
    seed = Secret(bytes: bytes)
    publicKey = Hexadecimal.text(Array(key.publicKey.rawRepresentation))
  }

  /// The signature of a challenge and the challenge, as AUTHENTICATE carries them: 192 hexadecimal digits.
  ///
  /// - Throws: ``WAMPError`` if the challenge has not 32 bytes.
  func signature(of challenge: String) throws(WAMPError) -> String {
    guard let message = Hexadecimal.bytes(challenge), message.count == 32 else {
      throw WAMPError(.protocolViolation, "the challenge of cryptosign is not of 64 hexadecimal digits")
    }
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed.bytes),
      let signature = try? key.signature(for: message)
    else { throw WAMPError(.runtimeError, "the challenge could not be signed") }
    return Hexadecimal.text(Array(signature) + message)
  }

  /// Whether text is the signature of a challenge by the owner of a public key.
  static func accepts(_ text: String, of challenge: [UInt8], by publicKey: String) -> Bool {
    guard let signed = Hexadecimal.bytes(text), signed.count == 96,
      Octets.areEqual(Array(signed[64...]), challenge), let bytes = Hexadecimal.bytes(publicKey),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return false }
    return key.isValidSignature(signed[..<64], for: challenge)
  }
}

extension CryptosignKey: CustomStringConvertible {
  public var description: String { "the private key of \(publicKey)" }
}
