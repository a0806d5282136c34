package import SharedBytes

/// A message ready to be framed: a head, a body that is sent from where it is, and padding.
package struct OutgoingMessage: Sendable {
  /// The message up to its payload.
  package var head: [UInt8]
  /// The payload, not copied on the way to the socket.
  package var body: SharedBytes
  /// How many zero bytes follow the body, fewer than 8.
  package var tailPadding: Int
  /// Why the body is a copy of what it should be, if it is; counted when the message is appended.
  package var copyReason: CopyReason?

  package init(
    head: [UInt8], body: SharedBytes = SharedBytes(), tailPadding: Int = 0, copyReason: CopyReason? = nil
  ) {
    self.head = head
    self.body = body
    self.tailPadding = tailPadding
    self.copyReason = copyReason
  }

  /// The size of the whole message in bytes.
  package var count: Int { head.count + body.count + tailPadding }
}
