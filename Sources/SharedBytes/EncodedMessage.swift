/// A serialised message in pieces, so that a record's bytes are sent from where they lie: what every format writes and
/// every connection sends.
///
/// The message is ``head``, ``body`` and ``tailPadding`` zeros, in this order.
public struct EncodedMessage: Sendable {
  public var head: [UInt8]
  /// The payload, shared with the message that was encoded; empty if there is none, or the head has it.
  public var body: SharedBytes
  /// How many zero bytes follow the body: 0 to 7.
  public var tailPadding: Int
  /// How many bytes say the payload anew: it came in another format, or the message is text, in which no bytes stand as
  /// they are. 0 if the payload is shared.
  public var copiedCount: Int

  public init(
    head: [UInt8], body: SharedBytes = SharedBytes(), tailPadding: Int = 0, copiedCount: Int = 0
  ) {
    self.head = head
    self.body = body
    self.tailPadding = tailPadding
    self.copiedCount = copiedCount
  }

  /// The size of the message in bytes.
  public var count: Int { head.count + body.count + tailPadding }

  /// The message in one piece: a copy.
  public func joined() -> SharedBytes {
    var whole = head
    whole.reserveCapacity(count)
    if !body.isEmpty { whole.append(contentsOf: Array(body)) }
    for _ in 0..<tailPadding { whole.append(0) }
    return SharedBytes(whole)
  }
}
