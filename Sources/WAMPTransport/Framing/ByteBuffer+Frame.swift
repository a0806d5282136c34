internal import NIOCore
internal import SharedBytes

extension ByteBuffer {
  /// Writes a frame, masked with `maskingKey` if there is one.
  mutating func writeFrame(
    _ message: EncodedMessage, _ kind: FrameKind, isCompressed: Bool = false, style: FrameStyle,
    maskingKey: UInt32?
  ) {
    let room = message.count + FrameStyle.maxHeadCount
    _ = unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: room) { room in
      let start = room.baseAddress!
      var offset = unsafe style.writeHead(
        kind, isCompressed: isCompressed, payloadCount: message.count, maskingKey: maskingKey, to: start)
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
