/// How the heads of frames are written.
enum FrameStyle: Sendable {
  case webSocket
  case rawSocket

  /// The most bytes that a head takes, in any style.
  static let maxHeadCount = FrameHeader.maxByteCount

  /// The bytes of a frame's head, at the front of `room`.
  ///
  /// - Parameters:
  ///   - isCompressed: whether the payload is; never in RawSocket.
  ///   - maskingKey: what the payload is masked with; `nil` in RawSocket.
  ///   - room: at least ``maxHeadCount`` bytes.
  /// - Returns: how many bytes were written.
  @unsafe @inline(__always)
  func writeHead(
    _ kind: FrameKind, isCompressed: Bool = false, payloadCount: Int, maskingKey: UInt32?,
    to room: UnsafeMutableRawPointer
  ) -> Int {
    switch self {
    case .webSocket:
      unsafe FrameHeader.write(
        opcode: FrameHeader.Opcode(kind), isCompressed: isCompressed, payloadCount: payloadCount,
        maskingKey: maskingKey, to: room)
    case .rawSocket:
      unsafe RawSocketHeader(RawSocketHeader.Kind(kind), payloadCount: payloadCount).write(to: room)
    }
  }
}
