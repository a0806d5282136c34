/// A WebSocket frame written byte by byte, to check the real codec against.
struct Frame: Sendable {
  var isFinal = true
  var opcode: UInt8 = 2
  var payload: [UInt8] = []
  /// `nil`: not masked.
  var key: [UInt8]? = [0x37, 0xfa, 0x21, 0x3d]
  var reservedBits: UInt8 = 0

  var bytes: [UInt8] {
    var bytes = [(isFinal ? 0x80 : 0) | reservedBits | opcode]
    let mask: UInt8 = key == nil ? 0 : 0x80
    let count = payload.count
    if count < 126 {
      bytes.append(mask | UInt8(count))
    } else {
      let width = count < 65536 ? 2 : 8
      bytes.append(mask | (width == 2 ? 126 : 127))
      for shift in (0..<width).reversed() { bytes.append(UInt8(count >> (shift * 8) & 255)) }
    }
    guard let key else { return bytes + payload }
    return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
  }

  static func close(_ code: UInt16, _ reason: String = "") -> Frame {
    Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8))
  }
}

/// Bytes that differ from place to place, so that a swapped or lost piece shows.
func pattern(_ count: Int, seed: Int = 0) -> [UInt8] {
  unsafe [UInt8](unsafeUninitializedCapacity: count + 8) { room, size in
    var state = UInt64(truncatingIfNeeded: seed &+ 1) &* 0x9e37_79b9_7f4a_7c15
    var offset = 0
    while offset < count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      unsafe UnsafeMutableRawBufferPointer(room).storeBytes(
        of: state ^ state >> 29, toByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    size = count
  }
}
