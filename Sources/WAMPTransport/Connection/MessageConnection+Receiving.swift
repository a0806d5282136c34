public import NIOCore
internal import SharedBytes

extension MessageConnection {
  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard isReceiving else { return }
    var chunk = unwrapInboundIn(data)
    if inbound.readableBytes == 0 {
      inbound = chunk
    } else {
      inbound.discardReadBytes()
      inbound.writeBuffer(&chunk)
    }
    process()
  }

  public func channelReadComplete(context: ChannelHandlerContext) {
    flush()
    context.fireChannelReadComplete()
  }

  public func read(context: ChannelHandlerContext) {
    // A peer that does not take its answers gets no more of its questions read.
    if isStalled { isReadWanted = true } else { context.read() }
  }

  /// Delivers every whole message that has come, until the peer turns out to be slow.
  func process() {
    guard isOpened, !isReading else { return }
    isReading = true
    defer { isReading = false }
    while isReceiving && !isStalled && inbound.readableBytes > 0 {
      // A copy of the handle, not of the bytes: what is delivered may append to `inbound`.
      let chunk = inbound
      let consumed = unsafe chunk.withUnsafeReadableBytesWithStorageManagement { bytes, storage in
        unsafe process(bytes.bytes, owner: storage.takeUnretainedValue())
      }
      guard isReceiving else { break }
      inbound.moveReaderIndex(forwardBy: consumed)
      if consumed < chunk.readableBytes && !isStalled { return }
    }
    if !isReceiving || inbound.readableBytes == 0 { inbound = ByteBuffer() }
  }

  /// - Returns: how many bytes were consumed.
  private func process(_ chunk: RawSpan, owner: AnyObject) -> Int {
    var offset = 0
    do throws(WebSocketViolation) {
      while isReceiving && !isStalled {
        switch try reader.next(in: chunk, at: &offset) {
        case .needMore:
          return offset
        case .message(let range, let key):
          deliver(chunk, range, maskingKey: key, owner: owner)
        case .gathered:
          let bytes = reader.takeGathered().shared
          receive(ReceivedMessage(bytes.bytes, owner: bytes.keepAlive))
        case .control(let opcode, let range, let key):
          try receive(opcode, unmasked(chunk, range, maskingKey: key))
        }
      }
    } catch {
      fail(error)
      return chunk.byteCount
    }
    return offset
  }

  private func deliver(_ chunk: RawSpan, _ range: Range<Int>, maskingKey: UInt32?, owner: AnyObject) {
    guard let key = maskingKey else {
      return receive(ReceivedMessage(chunk.extracting(range), owner: owner))
    }
    if range.count <= scratch.capacity {
      scratch.unmask(chunk, range, key: key) { receive(ReceivedMessage($0, owner: nil)) }
    } else {
      var gathered = GatheredBytes(capacity: range.count)
      gathered.append(chunk, range, maskingKey: key, phase: 0)
      let bytes = gathered.shared
      receive(ReceivedMessage(bytes.bytes, owner: bytes.keepAlive))
    }
  }

  private func receive(_ message: ReceivedMessage) {
    // After our close frame only the peer's is of interest.
    guard state == .open else { return }
    delegate?.connection(self, received: message)
  }

  private func unmasked(_ chunk: RawSpan, _ range: Range<Int>, maskingKey: UInt32?) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, position) in range.enumerated() {
      let key = (maskingKey ?? 0) >> UInt32((index & 3) * 8)
      bytes.append(chunk.byte(at: position) ^ UInt8(truncatingIfNeeded: key))
    }
    return bytes
  }

  private func receive(_ opcode: FrameHeader.Opcode, _ payload: [UInt8]) throws(WebSocketViolation) {
    switch opcode {
    case .ping:
      if state == .open { enqueue(OutgoingMessage(head: payload), .pong) }
    case .close:
      try receiveClose(payload)
    default:
      break
    }
  }

  private func receiveClose(_ payload: [UInt8]) throws(WebSocketViolation) {
    if payload.count == 1 { throw .protocolError("a close frame of one byte") }
    if payload.count >= 2 {
      let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
      let isValid =
        (1000...1014).contains(code) && ![1004, 1005, 1006].contains(code)
        || (3000...4999).contains(code)
      if !isValid { throw .protocolError("close code \(code) is not valid") }
      if String(validating: payload[2...], as: UTF8.self) == nil {
        throw .protocolError("a close reason is not UTF-8")
      }
    }
    if state == .open { enqueue(OutgoingMessage(head: Array(payload.prefix(2))), .close) }
    end()
  }
}
