/// The head of one WebSocket frame (RFC 6455, section 5.2).
struct FrameHeader: Equatable {
  enum Opcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }

    /// The opcode of a frame of its own.
    @inline(__always)
    init(_ kind: FrameKind) {
      switch kind {
      case .binary: self = .binary
      case .text: self = .text
      case .ping: self = .ping
      case .pong: self = .pong
      case .close: self = .close
      }
    }

    /// What a frame is for; a continuation is for what was begun.
    var kind: FrameKind {
      switch self {
      case .text: .text
      case .binary, .continuation: .binary
      case .ping: .ping
      case .pong: .pong
      case .close: .close
      }
    }
  }

  var isFinal: Bool
  /// Whether the message that begins here is compressed (RFC 7692, section 6).
  var isCompressed = false
  var opcode: Opcode
  /// The masking key as its four bytes lie in memory; `nil` for an unmasked frame.
  var maskingKey: UInt32?
  var payloadCount: Int
  /// How many bytes the head itself takes, 2 to 14.
  var byteCount: Int

  /// Reads the head at `offset`.
  ///
  /// - Parameter mayBeCompressed: whether the first reserved bit has a meaning, of a frame that begins a message.
  /// - Returns: `nil` if more bytes are needed.
  /// - Throws: a violation for reserved bits, unknown opcodes, oversized or fragmented control frames
  ///   and lengths that are negative or not minimal.
  static func parse(
    _ bytes: RawSpan, at offset: Int, mayBeCompressed: Bool = false
  ) throws(FramingViolation) -> FrameHeader? {
    let available = bytes.byteCount - offset
    guard available >= 2 else { return nil }
    let first = bytes.byte(at: offset)
    let second = bytes.byte(at: offset + 1)
    let isCompressed = first & 0x70 != 0
    if isCompressed && !(mayBeCompressed && first & 0x70 == 0x40) {
      throw .protocolError("a reserved bit is set and no extension was agreed on")
    }
    guard let opcode = Opcode(rawValue: first & 15) else {
      throw .protocolError("opcode \(first & 15) is not known")
    }
    if isCompressed && opcode != .binary && opcode != .text {
      throw .protocolError("only the first frame of a message says that it is compressed")
    }
    let isFinal = first & 0x80 != 0
    var count = Int(second & 0x7f)
    if opcode.isControl && (!isFinal || count > 125) {
      throw .protocolError("a control frame is fragmented or longer than 125 bytes")
    }
    var byteCount = 2
    if count == 126 {
      guard available >= 4 else { return nil }
      count = Int(bytes.bigEndian(UInt16.self, at: offset + 2))
      if count < 126 { throw .protocolError("a frame length is not written in its shortest form") }
      byteCount = 4
    } else if count == 127 {
      guard available >= 10 else { return nil }
      let wide = bytes.bigEndian(UInt64.self, at: offset + 2)
      if wide < 65536 || wide > UInt64(Int64.max) {
        throw .protocolError("a frame length is negative or not written in its shortest form")
      }
      count = Int(wide)
      byteCount = 10
    }
    var key: UInt32?
    if second & 0x80 != 0 {
      guard available >= byteCount + 4 else { return nil }
      key = bytes.native(UInt32.self, at: offset + byteCount)
      byteCount += 4
    }
    return FrameHeader(
      isFinal: isFinal, isCompressed: isCompressed, opcode: opcode, maskingKey: key, payloadCount: count,
      byteCount: byteCount)
  }

  /// The most bytes ``write(to:)`` needs.
  static let maxByteCount = 14

  /// The bytes of the head, at the front of `room`.
  ///
  /// - Parameter room: at least ``maxByteCount`` bytes.
  /// - Returns: how many bytes were written.
  @unsafe
  static func write(
    opcode: Opcode, isCompressed: Bool = false, payloadCount: Int, maskingKey: UInt32?,
    to room: UnsafeMutableRawPointer
  ) -> Int {
    let mask: UInt8 = maskingKey == nil ? 0 : 0x80
    unsafe room.storeBytes(of: (isCompressed ? 0xc0 : 0x80) | opcode.rawValue, as: UInt8.self)
    var count: Int
    if payloadCount < 126 {
      unsafe room.storeBytes(of: mask | UInt8(payloadCount), toByteOffset: 1, as: UInt8.self)
      count = 2
    } else if payloadCount < 65536 {
      unsafe room.storeBytes(of: mask | 126, toByteOffset: 1, as: UInt8.self)
      unsafe room.storeBytes(of: UInt16(payloadCount).bigEndian, toByteOffset: 2, as: UInt16.self)
      count = 4
    } else {
      unsafe room.storeBytes(of: mask | 127, toByteOffset: 1, as: UInt8.self)
      unsafe room.storeBytes(of: UInt64(payloadCount).bigEndian, toByteOffset: 2, as: UInt64.self)
      count = 10
    }
    if let maskingKey {
      unsafe room.storeBytes(of: maskingKey, toByteOffset: count, as: UInt32.self)
      count += 4
    }
    return count
  }
}
