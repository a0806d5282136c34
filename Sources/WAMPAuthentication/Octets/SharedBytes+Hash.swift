package import SharedBytes

extension SharedBytes {
  /// The SHA-256 hash of the bytes in 64 hexadecimal digits.
  package var sha256: String { Hexadecimal.text(KeyedHash.sha256([UInt8](self))) }
}
