internal import NIOCore
internal import SharedBytes

extension WebSocketConnection {
  /// Appends a message. It goes out with the batch being answered, or at the next ``flush()``.
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
  ///   - headCount: the size of the head, at most 4096 bytes.
  ///   - writeHead: writes exactly `headCount` bytes.
  @inline(__always)
  public func send(
    borrowing body: RawSpan, from source: any BorrowedSource, headCount: Int, tailPadding: Int,
    writeHead: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    guard state == .open else { return }
    if descriptor >= 0 && role == .server && queue.isEmpty {
      if !batch.hasRoom(head: headCount) { flush() }
      if !isStalled {
        unsafe batch.append(
          borrowing: body, from: source, headCount: headCount, tailPadding: tailPadding,
          writeHead: writeHead)
        if batch.isFull { flush() }
        return
      }
    }
    var head = [UInt8](repeating: 0, count: headCount)
    unsafe head.withUnsafeMutableBytes { unsafe writeHead($0) }
    counters.addCopied(body.byteCount, descriptor < 0 ? .noDescriptor : .slowPeer)
    enqueue(OutgoingMessage(head: head, body: SharedBytes(copying: body), tailPadding: tailPadding), .binary)
  }

  /// Counts a payload the caller had to copy before sending it.
  public func countCopy(_ byteCount: Int, _ reason: CopyReason) {
    counters.addCopied(byteCount, reason)
  }

  func enqueue(_ message: OutgoingMessage, _ opcode: FrameHeader.Opcode) {
    queue.append(message, opcode)
    if queue.byteCount > configuration.maxQueuedBytes {
      closeReason = TransportError.peerTooSlow(queuedBytes: queue.byteCount)
      context?.close(promise: nil)
    }
  }

  /// Sends what was appended.
  public func flush() {
    guard !isStalled, state != .closed else { return }
    guard role == .server && descriptor >= 0 else { return flushThroughNIO() }
    while true {
      fillBatch()
      guard !batch.isEmpty else { return }
      switch batch.send(on: descriptor, counters: counters) {
      case .sent: continue
      case .blocked: return stall()
      case .failed(let code):
        closeReason = TransportError.sendFailed(errno: code)
        context?.close(promise: nil)
        return
      }
    }
  }

  private func fillBatch() {
    while !queue.isEmpty && !batch.isFull && batch.hasRoom(head: 4096) {
      guard let (message, opcode) = queue.popFirst() else { return }
      batch.append(message, opcode: opcode)
    }
  }

  /// Hands NIO a bounded copy; its promise tells when the socket takes bytes again.
  private func stall() {
    guard let context else { return }
    isStalled = true
    let (bytes, payload) = batch.takeRest(atMost: 64 * 1024)
    counters.addCopied(payload, .slowPeer)
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.assumeIsolated().whenComplete { _ in self.resume() }
    context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    if batch.isBorrowing {
      context.eventLoop.assumeIsolated().scheduleTask(in: configuration.borrowLimit) {
        self.releaseBorrowed()
      }
    }
  }

  private func resume() {
    guard isStalled, state != .closed else { return }
    isStalled = false
    flush()
    process()
    flush()
    if !isStalled && isReadWanted {
      isReadWanted = false
      context?.read()
    }
  }

  /// The peer stayed slow: copies all that is borrowed, so that the snapshot can go.
  private func releaseBorrowed() {
    guard isStalled, state != .closed, batch.isBorrowing else { return }
    let (bytes, payload) = batch.takeRest(atMost: .max)
    counters.addCopied(payload, .slowPeer)
    batch.append(rawFrames: SharedBytes(sharing: bytes))
  }

  /// The way of clients, which mask, and of channels without a descriptor.
  private func flushThroughNIO() {
    guard let context, !queue.isEmpty else { return }
    var buffer = ByteBuffer()
    while let (message, opcode) = queue.popFirst() {
      counters.addCopied(message.body.count, role == .client ? .masking : .noDescriptor)
      buffer.writeFrame(message, opcode, maskingKey: role == .client ? UInt32.random(in: .min ... .max) : nil)
    }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }
}

extension ByteBuffer {
  /// Writes a frame, masked with `maskingKey` if there is one.
  mutating func writeFrame(_ message: OutgoingMessage, _ opcode: FrameHeader.Opcode, maskingKey: UInt32?) {
    let room = message.count + FrameHeader.maxByteCount
    _ = unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: room) { room in
      let start = room.baseAddress!
      var offset = unsafe FrameHeader.write(
        opcode: opcode, payloadCount: message.count, maskingKey: maskingKey, to: start)
      var phase = 0
      func put(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        let target = unsafe start + offset
        unsafe Masking.copy(
          from: source, to: target, count: bytes.count, key: maskingKey ?? 0, phase: phase)
        offset += bytes.count
        phase += bytes.count
      }
      unsafe message.head.withUnsafeBytes { unsafe put($0) }
      unsafe message.body.withUnsafeBytes { unsafe put($0) }
      let padding: [UInt8] = Array(repeating: 0, count: message.tailPadding)
      unsafe padding.withUnsafeBytes { unsafe put($0) }
      return offset
    }
  }
}
