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
  private final class Gathering {
    private(set) var bytes = GatheredBytes()
    /// Judges a text as it comes; `nil` for binary messages.
    private var text: UTF8Validator?
    private(set) var frameLeft = 0
    private var framePhase = 0
    private var maskingKey: UInt32?
    private(set) var isFinal = false

    init(isText: Bool) { text = isText ? UTF8Validator() : nil }

    /// Another frame of the message.
    func begin(_ header: FrameHeader) {
      frameLeft = header.payloadCount
      framePhase = 0
      maskingKey = header.maskingKey
      isFinal = header.isFinal
    }

    /// Takes as much of the frame as is there.
    func take(from chunk: RawSpan, at offset: inout Int) throws(FramingViolation) {
      let count = min(frameLeft, chunk.byteCount - offset)
      let before = bytes.count
      bytes.append(chunk, offset..<(offset + count), maskingKey: maskingKey, phase: framePhase)
      framePhase += count
      frameLeft -= count
      offset += count
      guard text != nil else { return }
      let added = bytes.shared
      text!.append(added.bytes.extracting(before..<added.count))
      if text!.isBroken { throw .invalidText("a text message is not UTF-8") }
    }

    /// The last frame is complete.
    func finish() throws(FramingViolation) -> Framing.Step {
      if let text, !text.isComplete { throw .invalidText("a text message is not UTF-8") }
      return .gathered(isText: text != nil)
    }
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
  func next(in chunk: RawSpan, at offset: inout Int) throws(FramingViolation) -> Framing.Step {
    while true {
      if let gathering, gathering.frameLeft > 0 {
        try gathering.take(from: chunk, at: &offset)
        if gathering.frameLeft > 0 { return .needMore }
        if gathering.isFinal { return try gathering.finish() }
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
      let gathering = begin(header)
      offset = start
      if header.payloadCount == 0 && header.isFinal { return try gathering.finish() }
    }
  }

  /// The message that `next` reported as gathered.
  func takeGathered() -> GatheredBytes {
    defer { gathering = nil }
    return gathering?.bytes ?? GatheredBytes()
  }

  private func check(_ header: FrameHeader) throws(FramingViolation) {
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

  private func begin(_ header: FrameHeader) -> Gathering {
    let message = gathering ?? Gathering(isText: header.opcode == .text)
    gathering = message
    message.begin(header)
    return message
  }
}
