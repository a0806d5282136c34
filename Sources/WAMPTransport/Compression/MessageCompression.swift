internal import SharedBytes

/// Compresses messages, in the order in which they are sent.
protocol MessageDeflating: AnyObject {
  /// Whether messages of so many bytes are compressed.
  func takes(_ count: Int) -> Bool

  /// The compressed form of a message.
  ///
  /// - Returns: `nil` for a message that is to be sent as it is.
  func deflate(_ message: EncodedMessage) -> SharedBytes?
}

/// Undoes the compression of messages, in the order in which they come.
protocol MessageInflating: AnyObject {
  /// Appends what a part of a compressed message stands for.
  ///
  /// - Parameter limit: the largest message, in bytes.
  /// - Throws: as soon as the message is larger, or when the part is not compressed as it should be.
  func inflate(_ part: RawSpan, onto message: inout GatheredBytes, limit: Int) throws(FramingViolation)

  /// Appends what its end stands for; what comes next is another message.
  func finish(_ message: inout GatheredBytes, limit: Int) throws(FramingViolation)
}

extension Compression {
  /// Compresses what one connection sends, as it was agreed on.
  func makeDeflater() -> any MessageDeflating {
    #if Compression
      MessageDeflater(self)
    #else
      preconditionFailure("nobody can agree on a compression that is not built")
    #endif
  }

  /// Undoes the compression of what one connection receives, as it was agreed on.
  func makeInflater() -> any MessageInflating {
    #if Compression
      MessageInflater(receiving)
    #else
      preconditionFailure("nobody can agree on a compression that is not built")
    #endif
  }
}
