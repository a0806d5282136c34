/// Splits a byte stream into WebSocket messages: a pure state machine, no I/O.
///
/// Messages that lie whole in one chunk are reported as a range of it; others are gathered (and
/// unmasked on the way) in memory sized by the frame's own head.
struct FrameReader {
  enum Role {
    case server
    case client
  }

  enum Step: Equatable {
    /// The rest of the chunk is the beginning of a head or of a control frame; keep it.
    case needMore
    /// A binary message in one frame, whole in the chunk.
    case message(Range<Int>, maskingKey: UInt32?)
    /// A binary message that is now complete in ``FrameReader/takeGathered()``.
    case gathered
    /// A control frame, whole in the chunk.
    case control(FrameHeader.Opcode, Range<Int>, maskingKey: UInt32?)
  }

  let role: Role
  let maxMessageSize: Int
  private var gathering: Gathering?

  /// A message of which not all bytes have come, or not all frames.
  private struct Gathering {
    var bytes: GatheredBytes
    var frameLeft: Int
    var framePhase = 0
    var maskingKey: UInt32?
    var isFinal: Bool
  }

  init(role: Role, maxMessageSize: Int) {
    self.role = role
    self.maxMessageSize = maxMessageSize
  }

  /// Reads on in `chunk`.
  ///
  /// - Parameter offset: where to go on; moved past what was consumed.
  /// - Throws: what the connection must be closed with.
  mutating func next(in chunk: RawSpan, at offset: inout Int) throws(WebSocketViolation) -> Step {
    while true {
      if gathering != nil, gathering!.frameLeft > 0 {
        gather(from: chunk, at: &offset)
        if gathering!.frameLeft > 0 { return .needMore }
        if gathering!.isFinal { return .gathered }
      }
      guard let header = try FrameHeader.parse(chunk, at: offset) else { return .needMore }
      try check(header)
      let start = offset + header.byteCount
      let isWhole = header.payloadCount <= chunk.byteCount - start
      if header.opcode.isControl {
        guard isWhole else { return .needMore }
        offset = start + header.payloadCount
        return .control(header.opcode, start..<offset, maskingKey: header.maskingKey)
      }
      if isWhole && header.isFinal && gathering == nil {
        offset = start + header.payloadCount
        return .message(start..<offset, maskingKey: header.maskingKey)
      }
      begin(header)
      offset = start
      if header.payloadCount == 0 && header.isFinal { return .gathered }
    }
  }

  /// The message that `next` reported as gathered.
  mutating func takeGathered() -> GatheredBytes {
    defer { gathering = nil }
    return gathering?.bytes ?? GatheredBytes(capacity: 0)
  }

  private func check(_ header: FrameHeader) throws(WebSocketViolation) {
    if (header.maskingKey != nil) != (role == .server) {
      throw .protocolError(role == .server ? "a client's frame is not masked" : "a server's frame is masked")
    }
    switch header.opcode {
    case .text: throw .unsupportedData("a text message, but the subprotocol is binary")
    case .binary where gathering != nil: throw .protocolError("a new message within a fragmented one")
    case .continuation where gathering == nil: throw .protocolError("a continuation of no message")
    default: break
    }
    if !header.opcode.isControl {
      let soFar = gathering?.bytes.count ?? 0
      if header.payloadCount > maxMessageSize - soFar { throw .tooLarge(limit: maxMessageSize) }
    }
  }

  private mutating func begin(_ header: FrameHeader) {
    if gathering == nil {
      let bytes = GatheredBytes(capacity: header.payloadCount)
      gathering = Gathering(
        bytes: bytes, frameLeft: header.payloadCount, maskingKey: header.maskingKey,
        isFinal: header.isFinal)
    } else {
      gathering!.frameLeft = header.payloadCount
      gathering!.framePhase = 0
      gathering!.maskingKey = header.maskingKey
      gathering!.isFinal = header.isFinal
    }
  }

  private mutating func gather(from chunk: RawSpan, at offset: inout Int) {
    let count = min(gathering!.frameLeft, chunk.byteCount - offset)
    gathering!.bytes.append(
      chunk, offset..<(offset + count), maskingKey: gathering!.maskingKey, phase: gathering!.framePhase)
    gathering!.framePhase += count
    gathering!.frameLeft -= count
    offset += count
  }
}
