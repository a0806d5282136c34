internal import SharedBytes

/// Splits a byte stream into WebSocket messages: a pure state machine, no I/O.
///
/// Messages that lie whole in one chunk are reported as a range of it; others, and compressed ones, are gathered (unmasked
/// and inflated on the way) in memory that grows with what came: a head that announces much costs nothing.
final class FrameReader {
  enum Role {
    case server
    case client
  }

  let role: Role
  /// Whether text messages are taken, too.
  let acceptsText: Bool
  /// The largest message accepted, in bytes; judged by each frame's head, and of compressed messages as they are inflated.
  var maxMessageSize: Int
  /// Inflates compressed messages; `nil` where there must be none.
  private let inflater: (any MessageInflating)?
  private var gathering: Gathering?

  /// A message of which not all bytes have come, or not all frames.
  private final class Gathering {
    private(set) var bytes = GatheredBytes()
    /// How many bytes its frames have had, in whatever form.
    private(set) var frameBytes = 0
    /// `nil` if it is not compressed.
    private let inflater: (any MessageInflating)?
    /// Judges a text as it comes; `nil` for binary messages.
    private var text: UTF8Validator?
    private(set) var frameLeft = 0
    private var framePhase = 0
    private var maskingKey: UInt32?
    private(set) var isFinal = false

    init(isText: Bool, _ inflater: (any MessageInflating)?) {
      text = isText ? UTF8Validator() : nil
      self.inflater = inflater
    }

    var isCompressed: Bool { inflater != nil }

    /// Another frame of the message.
    func begin(_ header: FrameHeader) {
      frameLeft = header.payloadCount
      framePhase = 0
      maskingKey = header.maskingKey
      isFinal = header.isFinal
      frameBytes += header.payloadCount
    }

    /// Takes as much of the frame as is there.
    ///
    /// - Parameter limit: the largest message, in bytes.
    func take(from chunk: RawSpan, at offset: inout Int, limit: Int) throws(FramingViolation) {
      let count = min(frameLeft, chunk.byteCount - offset)
      let before = bytes.count
      if let inflater {
        var part = GatheredBytes()
        part.append(chunk, offset..<(offset + count), maskingKey: maskingKey, phase: framePhase)
        try inflater.inflate(part.shared.bytes, onto: &bytes, limit: limit)
      } else {
        bytes.append(chunk, offset..<(offset + count), maskingKey: maskingKey, phase: framePhase)
      }
      framePhase += count
      frameLeft -= count
      offset += count
      try checkText(from: before)
    }

    private func checkText(from start: Int) throws(FramingViolation) {
      guard text != nil else { return }
      let added = bytes.shared
      text!.append(added.bytes.extracting(start..<added.count))
      if text!.isBroken { throw .invalidText("a text message is not UTF-8") }
    }

    /// The last frame is complete.
    func finish(limit: Int) throws(FramingViolation) -> Framing.Step {
      if let inflater {
        let before = bytes.count
        try inflater.finish(&bytes, limit: limit)
        try checkText(from: before)
      }
      if let text, !text.isComplete { throw .invalidText("a text message is not UTF-8") }
      return .gathered(isText: text != nil)
    }
  }

  init(
    role: Role, maxMessageSize: Int, acceptsText: Bool = false, inflater: (any MessageInflating)? = nil
  ) {
    self.role = role
    self.inflater = inflater
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
        try gathering.take(from: chunk, at: &offset, limit: maxMessageSize)
        if gathering.frameLeft > 0 { return .needMore }
        if gathering.isFinal { return try gathering.finish(limit: maxMessageSize) }
      }
      guard let header = try FrameHeader.parse(chunk, at: offset, mayBeCompressed: inflater != nil) else {
        return .needMore
      }
      try check(header)
      let start = offset + header.byteCount
      let isWhole = header.payloadCount <= chunk.byteCount - start
      if header.opcode.isControl {
        guard isWhole else { return .needMore }
        offset = start + header.payloadCount
        return .control(header.opcode.kind, start..<offset, maskingKey: header.maskingKey)
      }
      if isWhole && header.isFinal && gathering == nil && !header.isCompressed {
        offset = start + header.payloadCount
        return .message(start..<offset, maskingKey: header.maskingKey, isText: header.opcode == .text)
      }
      let gathering = begin(header)
      offset = start
      if header.payloadCount == 0 && header.isFinal { return try gathering.finish(limit: maxMessageSize) }
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
      let soFar = gathering?.frameBytes ?? 0
      if header.payloadCount > maxMessageSize - soFar, !mayBeLarger(header, soFar) {
        throw .tooLarge(limit: maxMessageSize)
      }
    }
  }

  /// Whether a frame may be larger than a message: what cannot be compressed takes more then, but less than a quarter more.
  private func mayBeLarger(_ header: FrameHeader, _ soFar: Int) -> Bool {
    (gathering?.isCompressed ?? header.isCompressed)
      && header.payloadCount <= maxMessageSize + maxMessageSize / 4 + 64 - soFar
  }

  private func begin(_ header: FrameHeader) -> Gathering {
    let message =
      gathering
      ?? Gathering(
        isText: header.opcode == .text, header.isCompressed ? inflater : nil)
    gathering = message
    message.begin(header)
    return message
  }
}
