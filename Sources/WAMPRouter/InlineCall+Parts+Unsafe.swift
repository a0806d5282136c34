internal import SharedBytes
package import WAMP
internal import WAMPTransport

extension InlineCall {
  /// The format that the caller speaks is one in which bytes stand as they are.
  package var canBorrow: Bool { !serializer.isText }

  /// Whether the caller's format has words for a value. Only text lacks some.
  package func canSay(_ value: Value) -> Bool {
    guard serializer.isText else { return true }
    let result = Message.Result(request: request, payload: Payload(arguments: [value]))
    return (try? serializer.encode(.result(result))) != nil
  }

  /// Sends a part of the result that is a record with details of its own, from where it lies.
  ///
  /// - Precondition: the caller ``takesParts``, and ``canBorrow``.
  /// - Parameter source: holds the bytes.
  /// - Returns: false if the call is answered already: it failed, as the part was too large for the caller.
  package func sendPart(
    _ bytes: RawSpan, with details: Options, from source: any SnapshotSource
  ) throws(WAMPError) -> Bool {
    precondition(source.holds(bytes), "the bytes of a part may be gone before they are sent")
    // Sound because the message does not outlive the closure; the bytes are sent by themselves.
    let message = try unsafe bytes.withUnsafeBytes { memory throws(WAMPError) in
      guard let start = memory.baseAddress else {
        return try encodePart(.record(SharedBytes(), form: .passthru), details)
      }
      let borrowed = unsafe SharedBytes(unsafeStart: start, count: memory.count, keptAliveBy: nil)
      var message = try encodePart(.record(borrowed, form: .passthru), details)
      message.body = SharedBytes()
      return message
    }
    let count = message.count + bytes.byteCount
    guard count <= byteLimit else {
      fail(WAMPError(tooLarge: "the result", count, limit: byteLimit))
      return false
    }
    unsafe connection.send(
      borrowing: bytes, from: source, headCount: message.head.count, tailPadding: message.tailPadding
    ) { unsafe $0.copyBytes(from: message.head) }
    return true
  }

  private func encodePart(_ payload: Payload, _ details: Options) throws(WAMPError) -> EncodedMessage {
    try serializer.encode(
      .result(Message.Result(request: request, payload: payload, progress: true, details: details)))
  }
}
