internal import CryptoExtras

extension KeyedHash {
  /// PBKDF2 with HMAC-SHA256 (RFC 8018).
  ///
  /// - Precondition: `iterations` and `count` are positive.
  static func pbkdf2(_ password: [UInt8], salt: [UInt8], iterations: Int, count: Int = 32) -> [UInt8] {
    do {
      let key = try KDF.Insecure.PBKDF2.deriveKey(
        from: password, salt: salt, using: .sha256, outputByteCount: count, unsafeUncheckedRounds: iterations)
      // Sound: the bytes are copied while they are lent.
      return unsafe key.withUnsafeBytes { unsafe Array($0) }
    } catch {
      preconditionFailure("PBKDF2 of \(iterations) iterations and \(count) bytes: \(error)")
    }
  }
}
