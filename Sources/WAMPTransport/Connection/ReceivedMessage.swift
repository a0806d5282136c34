package import SharedBytes

/// One message as it was received, valid during the call that delivers it.
@safe
package struct ReceivedMessage: ~Escapable {
  /// The message's bytes, unmasked.
  package let bytes: RawSpan
  /// Whether it came as text, which then is UTF-8.
  package let isText: Bool
  /// Keeps `bytes` alive if they are not in memory that is used again for the next message.
  private let owner: AnyObject?

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, isText: Bool, owner: AnyObject?) {
    self.bytes = bytes
    self.isText = isText
    self.owner = owner
  }

  /// One message of a batch.
  @_lifetime(copy self)
  func part(_ range: Range<Int>) -> ReceivedMessage {
    ReceivedMessage(bytes.extracting(range), isText: isText, owner: owner)
  }

  /// The bytes with shared ownership.
  ///
  /// Small masked messages are unmasked into memory that the connection uses again; they are copied.
  /// All others are shared as they are.
  package func share() -> SharedBytes {
    guard let owner else { return SharedBytes(copying: bytes) }
    // Sound because `owner` keeps exactly these bytes alive; see the initialiser's callers.
    return unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return SharedBytes() }
      return unsafe SharedBytes(unsafeStart: start, count: bytes.count, keptAliveBy: owner)
    }
  }
}
