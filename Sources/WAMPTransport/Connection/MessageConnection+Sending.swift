package import NIOCore
package import SharedBytes

extension MessageConnection {
  /// Appends a message. It goes out with the batch being answered, or at the next ``flush()``.
  ///
  /// - Parameters:
  ///   - isText: whether it is sent as text, which it has to be, rather than as bytes.
  ///   - reason: why the message's body is a copy of what it should be, if it is: counted.
  /// - Precondition: the message's padding is fewer than 8 bytes.
  package func send(_ message: EncodedMessage, isText: Bool = false, copied reason: CopyReason? = nil) {
    guard machine.phase == .open else { return }
    guard message.count <= peerMaxMessageSize else { return refuse(message.count) }
    let kind: FrameKind = isText ? .text : .binary
    if isWrapping {
      sendWrapped(message, kind, copied: reason)
    } else {
      enqueue(message, kind, copied: reason)
    }
  }

  /// Appends a message whose body is sent from where it lies.
  ///
  /// Only while a message is being delivered. Falls back to a copy, counted, where borrowing is not possible.
  ///
  /// - Parameters:
  ///   - body: valid until `source` is told that its bytes are released.
  ///   - headCount: the size of the head; up to 4096 bytes are gathered without an allocation.
  ///   - tailPadding: how many zero bytes follow the body, fewer than 8.
  ///   - writeHead: writes exactly `headCount` bytes.
  @inline(__always)
  package func send(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard !isWrapping else {
      return unsafe sendWrapped(
        borrowing: body, from: source, headCount: headCount, tailPadding: tailPadding, writeHead: writeHead)
    }
    unsafe sendAlone(
      borrowing: body, from: source, headCount: headCount, tailPadding: tailPadding, writeHead: writeHead)
  }

  /// The same, in the form that the message has.
  @inline(__always)
  func sendAlone(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard machine.phase == .open else { return }
    precondition(headCount >= 0 && (0..<8).contains(tailPadding), "the padding is 8 bytes or more")
    let count = headCount + body.byteCount + tailPadding
    guard count <= peerMaxMessageSize else { return refuse(count) }
    if isDirect && !machine.isHeld {
      if !queue.isEmpty { fillBatch() }
      if !queue.isEmpty || !batch.hasRoom(head: headCount) { sendWaiting() }
      guard machine.phase == .open else { return }
      if !machine.isHeld && queue.isEmpty && batch.hasRoom(head: headCount) {
        unsafe batch.append(
          borrowing: body, from: source, headCount: headCount, tailPadding: tailPadding,
          writeHead: writeHead)
        if batch.isFull { sendWaiting() }
        return
      }
    }
    var head = [UInt8](repeating: 0, count: headCount)
    unsafe head.withUnsafeMutableBytes { unsafe writeHead($0) }
    // What goes through NIO is counted there. The head has what a batch puts before a message.
    enqueue(
      EncodedMessage(head: head, body: SharedBytes(copying: body), tailPadding: tailPadding), .binary,
      copied: isDirect ? .slowPeer : nil)
  }

  /// What the peer must not get ends the connection: a gap in what it gets would be worse.
  func refuse(_ count: Int) {
    let error = TransportError.messageTooLarge(count, limit: peerMaxMessageSize)
    apply(.cutOff(CloseStatus(code: 1009, reason: error.message), error))
  }

  func enqueue(_ message: EncodedMessage, _ kind: FrameKind, copied reason: CopyReason? = nil) {
    precondition((0..<8).contains(message.tailPadding), "the padding is 8 bytes or more")
    let reason = reason ?? (message.copiedCount > 0 ? .translated : nil)
    if let reason { counters.addCopied(max(message.body.count, message.copiedCount), reason) }
    enqueue(.init(message: message, kind: kind, copyReason: reason))
  }

  func enqueue(_ entry: OutboundQueue.Entry) {
    queue.append(entry)
    if queue.byteCount >= OutboundBatch.sendThreshold { sendWaiting() }
    // Only what a peer does not take counts against it, not what was not offered to it yet.
    // Within a batch the questions go on all the same, so that there all answers count.
    guard !machine.isYielding || batches != nil else { return }
    if queue.byteCount > configuration.maxQueuedBytes {
      let error = TransportError.peerTooSlow(queuedBytes: queue.byteCount)
      apply(.cutOff(CloseStatus(code: error.closeCode, reason: error.message), error))
    } else if machine.isBlocked {
      chargeBudget()
    }
  }

  /// Sends what was appended.
  package func flush() {
    if !isReading { sentInTurn = 0 }
    sendWaiting()
  }

  func sendWaiting() {
    guard !machine.isHeld, !isFlushing else { return }
    isFlushing = true
    if isDirect { flushDirectly() } else { flushThroughPipeline() }
    isFlushing = false
    if machine.awaitsAllSent, !machine.isHeld, queue.isEmpty, batch.isEmpty { apply(.allSent) }
  }

  private func flushDirectly() {
    // Asked each time: sending may call sources, whose owners may do anything.
    while !machine.isHeld {
      fillBatch()
      guard !batch.isEmpty else { return }
      let size = batch.pendingBytes
      switch batch.send(on: descriptor, counters: counters) {
      case .sent:
        if machine.isBorrowTimed { apply(.borrowedReturned) }
        countInTurn(size)
      case .blocked: stall()
      case .failed(let code): apply(.failed(.sendFailed(errno: code)))
      }
    }
  }

  private func fillBatch() {
    while !queue.isEmpty && !batch.isFull && batch.hasRoom(head: OutboundBatch.maxInlineHead) {
      guard let entry = queue.popFirst() else { return }
      batch.append(
        entry.message, kind: entry.kind, isCopy: entry.copyReason != nil, isCompressed: entry.isCompressed)
    }
  }

  private func flushThroughPipeline() {
    guard let context, case .throughPipeline(let reason) = way else { return }
    while !machine.isHeld && !queue.isEmpty {
      // The rest stays in the queue, whose size is limited; see `channelWritabilityChanged`.
      guard context.channel.isWritable else {
        if framing.isServer {
          apply(.blocked)
          apply(.stillBlocked(isBorrowing: false))
        }
        return
      }
      var buffer = ByteBuffer()
      buffer.reserveCapacity(min(queue.byteCount, 256 * 1024))
      while buffer.readableBytes < 256 * 1024, let entry = queue.popFirst() {
        if entry.copyReason == nil { counters.addCopied(entry.message.body.count, reason) }
        buffer.writeFrame(
          entry.message, entry.kind, isCompressed: entry.isCompressed, style: framing.style,
          maskingKey: framing.makeMaskingKey())
      }
      let size = buffer.readableBytes
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
      countInTurn(size)
    }
  }

  /// One connection sends a slice, then the loop looks after others.
  private func countInTurn(_ size: Int) {
    sentInTurn += size
    if sentInTurn >= OutboundBatch.slice { apply(.sliceSent) }
  }

  /// Counts rows that were looked at in this turn: a slice takes about as long to send as 16 000 of them.
  package func countWork(rows: Int) { countInTurn(rows * (OutboundBatch.slice / 16_384)) }

  package func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable && !isDirect {
      if machine.isBlocked { apply(.unblocked) } else { sendWaiting() }
    }
    context.fireChannelWritabilityChanged()
  }
}
