internal import FlatBuffersRuntime

extension WireMessage {
  /// More tables than any message has: millions of them take longer to check than others should wait.
  private static var maximumTables: Int { 50_000 }

  /// Checks received bytes.
  ///
  /// - Throws: if they are damaged, or have more tables or strings than may be looked at in one turn of the loop.
  static func verify(_ bytes: RawSpan) throws(VerificationError) {
    var limits = Verifier.Options()
    limits.maxTables = maximumTables
    limits.maxElements = maximumTables + bytes.byteCount / 64
    try Verifier.verify(bytes, as: WireMessage.self, options: limits)
  }
}
