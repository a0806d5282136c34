package import NIOCore
internal import SharedBytes

extension MessageConnection {
  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    machine.isPeerHeard = true
    guard machine.isReceiving || machine.phase == .opening else { return }
    var chunk = unwrapInboundIn(data)
    if inbound.readableBytes > 0 {
      var rest = inbound
      // Alone with its storage, or it would be copied.
      inbound = ByteBuffer()
      rest.discardReadBytes()
      rest.writeBuffer(&chunk)
      chunk = rest
    }
    inbound = chunk
    process()
  }

  package func channelReadComplete(context: ChannelHandlerContext) {
    sendWaiting()
    if !machine.isYielding { sentInTurn = 0 }
    context.fireChannelReadComplete()
  }

  package func read(context: ChannelHandlerContext) {
    // A peer that does not take its answers gets no more of its questions read.
    if machine.isReadingPaused { isReadWanted = true } else { context.read() }
  }

  /// Delivers every whole message that has come, until the peer turns out to be slow.
  func process() {
    guard machine.isReceiving, !isReading else { return }
    isReading = true
    defer { isReading = false }
    while machine.isReceiving && !machine.isReadingPaused && inbound.readableBytes > 0 {
      // A copy of the handle, not of the bytes: what is delivered may append to `inbound`.
      let chunk = inbound
      let consumed = unsafe chunk.withUnsafeReadableBytesWithStorageManagement { bytes, storage in
        unsafe process(bytes.bytes, owner: storage.takeUnretainedValue())
      }
      guard machine.isReceiving else { break }
      var rest = inbound
      rest.moveReaderIndex(forwardBy: consumed)
      inbound = rest
      if consumed < chunk.readableBytes && !machine.isReadingPaused { break }
    }
    if !machine.isReceiving { framing.dropUnfinished() }
    if !machine.isReceiving || inbound.readableBytes == 0 { inbound = ByteBuffer() }
    chargeBudget()
    if machine.awaitsLastInput && !machine.isReadingPaused { apply(.inputDrained) }
  }

  /// - Returns: how many bytes were consumed.
  private func process(_ chunk: RawSpan, owner: AnyObject) -> Int {
    var offset = 0
    do throws(FramingViolation) {
      while machine.isReceiving && !machine.isReadingPaused {
        switch try framing.next(in: chunk, at: &offset) {
        case .needMore:
          return offset
        case .message(let range, let key, isText: false):
          deliver(chunk, range, maskingKey: key, owner: owner)
        case .message(let range, let key, isText: true):
          try deliverText(chunk, range, maskingKey: key)
        case .gathered(let isText):
          let bytes = framing.takeGathered().shared
          receive(ReceivedMessage(bytes.bytes, isText: isText, owner: bytes.keepAlive))
        case .control(let kind, let range, let key):
          try receive(kind, unmasked(chunk, range, maskingKey: key))
        }
      }
    } catch {
      apply(.violated(error))
      return chunk.byteCount
    }
    return offset
  }

  private func deliver(_ chunk: RawSpan, _ range: Range<Int>, maskingKey: UInt32?, owner: AnyObject) {
    guard let key = maskingKey else {
      return receive(ReceivedMessage(chunk.extracting(range), isText: false, owner: owner))
    }
    if range.count <= UnmaskingScratch.capacity {
      scratch.unmask(chunk, range, key: key) { receive(ReceivedMessage($0, isText: false, owner: nil)) }
    } else {
      var gathered = GatheredBytes()
      gathered.append(chunk, range, maskingKey: key, phase: 0)
      let bytes = gathered.shared
      receive(ReceivedMessage(bytes.bytes, isText: false, owner: bytes.keepAlive))
    }
  }

  private func deliverText(
    _ chunk: RawSpan, _ range: Range<Int>, maskingKey: UInt32?
  ) throws(FramingViolation) {
    var gathered = GatheredBytes()
    gathered.append(chunk, range, maskingKey: maskingKey, phase: 0)
    let bytes = gathered.shared
    var text = UTF8Validator()
    text.append(bytes.bytes)
    if !text.isComplete { throw .invalidText("a text message is not UTF-8") }
    receive(ReceivedMessage(bytes.bytes, isText: true, owner: bytes.keepAlive))
  }

  private func receive(_ message: ReceivedMessage) {
    // After our close frame only the peer's is of interest.
    guard machine.phase == .open else { return }
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

  private func receive(_ kind: FrameKind, _ payload: [UInt8]) throws(FramingViolation) {
    switch kind {
    case .ping:
      if machine.phase == .open { enqueue(EncodedMessage(head: payload), .pong) }
    case .close:
      apply(.closeReceived(try CloseStatus(payload)))
    default:
      break
    }
  }
}
