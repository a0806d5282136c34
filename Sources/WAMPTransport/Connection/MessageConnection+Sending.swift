public import NIOCore
internal import SharedBytes

extension MessageConnection {
  /// Whether frames go to the socket directly; clients mask what they send, and some channels have no
  /// descriptor.
  var sendsDirectly: Bool { role == .server && descriptor >= 0 }

  /// Appends a message. It goes out with the batch being answered, or at the next ``flush()``.
  ///
  /// - Precondition: the message's padding is fewer than 8 bytes.
  public func send(_ message: OutgoingMessage) {
    guard state == .open else { return }
    enqueue(message, .binary)
  }

  /// Appends a message whose body is sent from where it lies.
  ///
  /// Only while a message is being delivered. Falls back to a copy, counted, where borrowing is not
  /// possible.
  ///
  /// - Parameters:
  ///   - body: valid until `source` is told that its bytes are released.
  ///   - headCount: the size of the head; up to 4096 bytes are gathered without an allocation.
  ///   - tailPadding: how many zero bytes follow the body, fewer than 8.
  ///   - writeHead: writes exactly `headCount` bytes.
  @inline(__always)
  public func send(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard state == .open else { return }
    precondition(headCount >= 0 && (0..<8).contains(tailPadding), "the padding is 8 bytes or more")
    if sendsDirectly && !isStalled {
      if !queue.isEmpty { fillBatch() }
      if !queue.isEmpty || !batch.hasRoom(head: headCount) { flush() }
      guard state == .open else { return }
      if !isStalled && queue.isEmpty && batch.hasRoom(head: headCount) {
        unsafe batch.append(
          borrowing: body, from: source, headCount: headCount, tailPadding: tailPadding,
          writeHead: writeHead)
        if batch.isFull { flush() }
        return
      }
    }
    var head = [UInt8](repeating: 0, count: headCount)
    unsafe head.withUnsafeMutableBytes { unsafe writeHead($0) }
    // What goes through NIO is counted there.
    send(
      OutgoingMessage(
        head: head, body: SharedBytes(copying: body), tailPadding: tailPadding,
        copyReason: sendsDirectly ? .slowPeer : nil))
  }

  func enqueue(_ message: OutgoingMessage, _ opcode: FrameHeader.Opcode) {
    precondition((0..<8).contains(message.tailPadding), "the padding is 8 bytes or more")
    if let reason = message.copyReason { counters.addCopied(message.body.count, reason) }
    queue.append(message, opcode)
    // Only what a peer does not take counts against it, not what was not offered to it yet.
    if queue.byteCount >= OutboundBatch.sendThreshold { flush() }
    if queue.byteCount > configuration.maxQueuedBytes {
      abort(TransportError.peerTooSlow(queuedBytes: queue.byteCount))
    }
  }

  /// Sends what was appended.
  public func flush() {
    guard !isStalled, !isFlushing, state != .closed else { return }
    isFlushing = true
    if sendsDirectly { flushDirectly() } else { flushThroughNIO() }
    isFlushing = false
    if state == .ending && !isStalled && queue.isEmpty { endOutput() }
  }

  private func flushDirectly() {
    // Asked each time: sending may call sources, whose owners may do anything.
    while !isStalled && state != .closed {
      fillBatch()
      guard !batch.isEmpty else { return }
      switch batch.send(on: descriptor, counters: counters) {
      case .sent:
        borrowTimer?.cancel()
        borrowTimer = nil
      case .blocked: stall()
      case .failed(let code): abort(TransportError.sendFailed(errno: code))
      }
    }
  }

  private func fillBatch() {
    while !queue.isEmpty && !batch.isFull && batch.hasRoom(head: OutboundBatch.maxInlineHead) {
      guard let (message, opcode) = queue.popFirst() else { return }
      batch.append(message, opcode: opcode)
    }
  }

  /// The way of clients, which mask, and of channels without a descriptor.
  private func flushThroughNIO() {
    guard let context else { return }
    while !queue.isEmpty {
      // The rest stays in the queue, whose size is limited; see `channelWritabilityChanged`.
      guard context.channel.isWritable else {
        isStalled = role == .server
        return
      }
      var buffer = ByteBuffer()
      buffer.reserveCapacity(min(queue.byteCount, 256 * 1024))
      while buffer.readableBytes < 256 * 1024, let (message, opcode) = queue.popFirst() {
        if message.copyReason == nil {
          counters.addCopied(message.body.count, role == .client ? .masking : .noDescriptor)
        }
        let key = role == .client ? UInt32.random(in: .min ... .max) : nil
        buffer.writeFrame(message, opcode, maskingKey: key)
      }
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
  }

  public func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable && !sendsDirectly {
      if isStalled { resume() } else { flush() }
    }
    context.fireChannelWritabilityChanged()
  }
}
