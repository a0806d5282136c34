/// Splits a byte stream into RawSocket messages: a pure state machine, no I/O.
///
/// Messages that lie whole in one chunk are reported as a range of it; others are gathered in memory that grows with
/// what came: a head that announces much costs nothing.
final class RawSocketReader {
  /// The largest PING or PONG accepted, in bytes. The specification names no bound; each PING has to be kept until its
  /// PONG is taken.
  static let maxControlSize = 64 * 1024

  let isServer: Bool
  /// The largest message accepted, in bytes; judged by each frame's head.
  var maxMessageSize: Int
  /// The largest message that the peer accepts, in bytes, as it said in its handshake.
  let peerMaxMessageSize: Int
  private var gathered: GatheredBytes?
  private var missing = 0

  init(isServer: Bool, maxMessageSize: Int, peerMaxMessageSize: Int) {
    self.isServer = isServer
    self.maxMessageSize = maxMessageSize
    self.peerMaxMessageSize = peerMaxMessageSize
  }

  /// The bytes of a message that is not complete.
  var unfinishedBytes: Int { gathered?.count ?? 0 }

  /// Reads on in `chunk`.
  ///
  /// - Parameter offset: where to go on; moved past what was consumed.
  func next(in chunk: RawSpan, at offset: inout Int) throws(FramingViolation) -> Framing.Step {
    if gathered != nil { return take(from: chunk, at: &offset) }
    guard let header = try RawSocketHeader.parse(chunk, at: offset) else { return .needMore }
    let start = offset + RawSocketHeader.byteCount
    let isWhole = header.payloadCount <= chunk.byteCount - start
    switch header.kind {
    case .message:
      if header.payloadCount > maxMessageSize {
        throw .rawSocket(
          "a message of \(header.payloadCount) bytes is larger than the \(maxMessageSize) accepted")
      }
      if isWhole {
        offset = start + header.payloadCount
        return .message(start..<offset, maskingKey: nil, isText: false)
      }
      gathered = GatheredBytes()
      missing = header.payloadCount
      offset = start
      return take(from: chunk, at: &offset)
    case .ping, .pong:
      if header.payloadCount > Self.maxControlSize {
        throw .rawSocket(
          "a PING or PONG of \(header.payloadCount) bytes is larger than the \(Self.maxControlSize) accepted")
      }
      guard isWhole else { return .needMore }
      offset = start + header.payloadCount
      return .control(header.kind == .ping ? .ping : .pong, start..<offset, maskingKey: nil)
    }
  }

  /// The message that `next` reported as gathered.
  func takeGathered() -> GatheredBytes {
    defer { gathered = nil }
    return gathered ?? GatheredBytes()
  }

  private func take(from chunk: RawSpan, at offset: inout Int) -> Framing.Step {
    let count = min(missing, chunk.byteCount - offset)
    gathered?.append(chunk, offset..<(offset + count), maskingKey: nil, phase: 0)
    missing -= count
    offset += count
    return missing == 0 ? .gathered(isText: false) : .needMore
  }
}
