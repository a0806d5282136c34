internal import SharedBytes

extension Options {
  /// How many bytes they keep in memory, apart from what they lie in.
  package var byteCount: Int { encoded.count }

  /// The options with bytes of their own: who keeps them does not keep the message they came in.
  package var detached: Options {
    isEmpty ? Options() : Options(encoded: SharedBytes(copying: encoded.bytes), encoding)
  }
}
