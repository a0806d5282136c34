internal import SharedBytes

// Messages that are sent in another form than they have: as batches, compressed, or both.
extension MessageConnection {
  func sendWrapped(_ message: EncodedMessage, _ kind: FrameKind, copied reason: CopyReason?) {
    let message = batches?.batch(message) ?? message
    if !sendCompressed(message, kind, copied: reason) { enqueue(message, kind, copied: reason) }
  }

  /// A message whose body is borrowed: see ``send(borrowing:from:headCount:tailPadding:writeHead:)``.
  func sendWrapped(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard machine.phase == .open else { return }
    precondition(batches == nil || batches == .lengths, "text has no bytes that stand as they are")
    let length = batches == nil ? [] : BatchStyle.length(headCount + body.byteCount + tailPadding)
    if let deflater, deflater.takes(length.count + headCount + body.byteCount + tailPadding) {
      var head = [UInt8](repeating: 0, count: length.count + headCount)
      unsafe head.withUnsafeMutableBytes { room in
        unsafe room.copyBytes(from: length)
        unsafe writeHead(UnsafeMutableRawBufferPointer(rebasing: room[length.count...]))
      }
      // Sound because the message does not outlive the call, and what is compressed does not refer to it.
      let isSent = unsafe body.withUnsafeBytes { body in
        let lent = unsafe body.baseAddress.map {
          unsafe SharedBytes(unsafeStart: $0, count: body.count, keptAliveBy: nil)
        }
        return sendCompressed(
          EncodedMessage(head: head, body: lent ?? SharedBytes(), tailPadding: tailPadding), .binary)
      }
      if isSent { return }
    }
    unsafe sendAlone(
      borrowing: body, from: source, headCount: length.count + headCount, tailPadding: tailPadding
    ) { room in
      unsafe room.copyBytes(from: length)
      unsafe writeHead(UnsafeMutableRawBufferPointer(rebasing: room[length.count...]))
    }
  }

  /// - Returns: false if the message is to be sent as it is.
  private func sendCompressed(
    _ message: EncodedMessage, _ kind: FrameKind, copied reason: CopyReason? = nil
  ) -> Bool {
    guard let bytes = deflater?.deflate(message) else { return false }
    // Counted once, for what came first.
    let reason = reason ?? (message.copiedCount > 0 ? .translated : .compression)
    counters.addCopied(max(message.body.count, message.copiedCount), reason)
    enqueue(
      OutboundQueue.Entry(
        message: EncodedMessage(head: [], body: bytes), kind: kind, copyReason: reason, isCompressed: true))
    return true
  }
}
