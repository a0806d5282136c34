internal import SharedBytes

/// Splits a byte stream into WebSocket messages: a pure state machine, no I/O.
///
/// Messages that lie whole in one chunk are reported as a range of it; others are gathered (and unmasked on the way)
/// in memory that grows with what came: a head that announces much costs nothing.
final class FrameReader {
  enum Role {
    case server
    case client
  }

  let role: Role
  /// Whether text messages are taken, too.
  let acceptsText: Bool
  /// The largest message accepted, in bytes; judged by each frame's head.
  var maxMessageSize: Int
  private var gathering: Gathering?

  /// A message of which not all bytes have come, or not all frames.
  private struct Gathering {
    var bytes = GatheredBytes()
    /// Judges a text as it comes; `nil` for binary messages.
    var text: UTF8Validator?
    var frameLeft: Int
    var framePhase = 0
    var maskingKey: UInt32?
    var isFinal: Bool
  }

  init(role: Role, maxMessageSize: Int, acceptsText: Bool = false) {
    self.role = role
    self.maxMessageSize = maxMessageSize
    self.acceptsText = acceptsText
  }

  /// The bytes of a message that is not complete.
  var unfinishedBytes: Int { gathering?.bytes.count ?? 0 }

  /// The memory taken for them.
  var unfinishedCapacity: Int { gathering?.bytes.capacity ?? 0 }

  /// Reads on in `chunk`.
  ///
  /// - Parameter offset: where to go on; moved past what was consumed.
  /// - Throws: what the connection must be closed with.
  func next(in chunk: RawSpan, at offset: inout Int) throws(WebSocketViolation) -> Framing.Step {
    while true {
      if gathering != nil, gathering!.frameLeft > 0 {
        try gather(from: chunk, at: &offset)
        if gathering!.frameLeft > 0 { return .needMore }
        if gathering!.isFinal { return try finish() }
      }
      guard let header = try FrameHeader.parse(chunk, at: offset) else { return .needMore }
      try check(header)
      let start = offset + header.byteCount
      let isWhole = header.payloadCount <= chunk.byteCount - start
      if header.opcode.isControl {
        guard isWhole else { return .needMore }
        offset = start + header.payloadCount
        return .control(header.opcode.kind, start..<offset, maskingKey: header.maskingKey)
      }
      if isWhole && header.isFinal && gathering == nil {
        offset = start + header.payloadCount
        return .message(start..<offset, maskingKey: header.maskingKey, isText: header.opcode == .text)
      }
      begin(header)
      offset = start
      if header.payloadCount == 0 && header.isFinal { return try finish() }
    }
  }

  /// The message that `next` reported as gathered.
  func takeGathered() -> GatheredBytes {
    defer { gathering = nil }
    return gathering?.bytes ?? GatheredBytes()
  }

  private func check(_ header: FrameHeader) throws(WebSocketViolation) {
    if (header.maskingKey != nil) != (role == .server) {
      throw .protocolError(role == .server ? "a client's frame is not masked" : "a server's frame is masked")
    }
    switch header.opcode {
    case .text where !acceptsText: throw .unsupportedData("a text message, but the subprotocol is binary")
    case .binary where gathering != nil, .text where gathering != nil:
      throw .protocolError("a new message within a fragmented one")
    case .continuation where gathering == nil: throw .protocolError("a continuation of no message")
    default: break
    }
    if !header.opcode.isControl {
      let soFar = gathering?.bytes.count ?? 0
      if header.payloadCount > maxMessageSize - soFar { throw .tooLarge(limit: maxMessageSize) }
    }
  }

  private func begin(_ header: FrameHeader) {
    if gathering == nil {
      gathering = Gathering(
        text: header.opcode == .text ? UTF8Validator() : nil, frameLeft: header.payloadCount,
        maskingKey: header.maskingKey, isFinal: header.isFinal)
    } else {
      gathering!.frameLeft = header.payloadCount
      gathering!.framePhase = 0
      gathering!.maskingKey = header.maskingKey
      gathering!.isFinal = header.isFinal
    }
  }

  private func gather(from chunk: RawSpan, at offset: inout Int) throws(WebSocketViolation) {
    let count = min(gathering!.frameLeft, chunk.byteCount - offset)
    let before = gathering!.bytes.count
    gathering!.bytes.append(
      chunk, offset..<(offset + count), maskingKey: gathering!.maskingKey, phase: gathering!.framePhase)
    gathering!.framePhase += count
    gathering!.frameLeft -= count
    offset += count
    if gathering!.text != nil {
      let added = gathering!.bytes.shared
      gathering!.text!.append(added.bytes.extracting(before..<added.count))
      if gathering!.text!.isBroken { throw .invalidText("a text message is not UTF-8") }
    }
  }

  /// The last frame is complete.
  private func finish() throws(WebSocketViolation) -> Framing.Step {
    if let text = gathering!.text, !text.isComplete { throw .invalidText("a text message is not UTF-8") }
    return .gathered(isText: gathering!.text != nil)
  }
}
