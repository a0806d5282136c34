public import SharedBytes

/// A message ready to be framed: a head, a body that is sent from where it is, and padding.
public struct OutgoingMessage: Sendable {
  /// The message up to its payload.
  public var head: [UInt8]
  /// The payload, not copied on the way to the socket.
  public var body: SharedBytes
  /// How many zero bytes follow the body, fewer than 8.
  public var tailPadding: Int
  /// Why the body is a copy of what it should be, if it is; counted when the message is appended.
  public var copyReason: CopyReason?

  public init(
    head: [UInt8], body: SharedBytes = SharedBytes(), tailPadding: Int = 0, copyReason: CopyReason? = nil
  ) {
    self.head = head
    self.body = body
    self.tailPadding = tailPadding
    self.copyReason = copyReason
  }

  /// The size of the whole message in bytes.
  public var count: Int { head.count + body.count + tailPadding }
}
