// Numbers and lengths as the formats write them, straight into a message's head.
//
// Unsafe because the stores are not checked; sound because whoever writes has made sure of the room, see ``MessageHead``, and
// exactly as many bytes are written as ``ItemLead`` tells beforehand.

/// The first bytes of an item of a format, with a number in the shortest form.
protocol ItemLead {
  static func byteCount(ofNumber number: UInt64) -> Int
  static func byteCount(ofData count: UInt64) -> Int
  /// - Parameter place: has room for ``byteCount(ofNumber:)`` bytes; moved behind them.
  static func write(number: UInt64, at place: inout UnsafeMutableRawPointer)
  /// - Parameter place: has room for ``byteCount(ofData:)`` bytes; moved behind them.
  static func write(dataOf count: UInt64, at place: inout UnsafeMutableRawPointer)
}

extension ItemLead {
  @inline(__always)
  fileprivate static func write(_ first: UInt8, at place: inout UnsafeMutableRawPointer) {
    unsafe place.storeBytes(of: first, as: UInt8.self)
    unsafe place += 1
  }

  @inline(__always)
  fileprivate static func write<Number: FixedWidthInteger & BitwiseCopyable>(
    _ first: UInt8, _ argument: Number, at place: inout UnsafeMutableRawPointer
  ) {
    unsafe write(first, at: &place)
    unsafe place.storeBytes(of: argument.bigEndian, as: Number.self)
    unsafe place += MemoryLayout<Number>.size
  }
}

enum CBORHead: ItemLead {
  @inline(__always)
  static func byteCount(ofNumber number: UInt64) -> Int { byteCount(number) }

  @inline(__always)
  static func byteCount(ofData count: UInt64) -> Int { byteCount(count) }

  @inline(__always)
  static func write(number: UInt64, at place: inout UnsafeMutableRawPointer) {
    unsafe write(.unsigned, number, at: &place)
  }

  @inline(__always)
  static func write(dataOf count: UInt64, at place: inout UnsafeMutableRawPointer) {
    unsafe write(.bytes, count, at: &place)
  }

  private static func byteCount(_ argument: UInt64) -> Int {
    switch argument {
    case 0...23: 1
    case 24...0xFF: 2
    case 0x100...0xFFFF: 3
    case 0x1_0000...0xFFFF_FFFF: 5
    default: 9
    }
  }

  private static func write(_ major: CBORMajor, _ argument: UInt64, at place: inout UnsafeMutableRawPointer) {
    let kind = major.rawValue << 5
    switch argument {
    case 0...23: unsafe write(kind | UInt8(truncatingIfNeeded: argument), at: &place)
    case 24...0xFF: unsafe write(kind | 24, UInt8(truncatingIfNeeded: argument), at: &place)
    case 0x100...0xFFFF: unsafe write(kind | 25, UInt16(truncatingIfNeeded: argument), at: &place)
    case 0x1_0000...0xFFFF_FFFF: unsafe write(kind | 26, UInt32(truncatingIfNeeded: argument), at: &place)
    default: unsafe write(kind | 27, argument, at: &place)
    }
  }
}

enum MessagePackLead: ItemLead {
  static func byteCount(ofNumber number: UInt64) -> Int {
    switch number {
    case 0...0x7F: 1
    case 0x80...0xFF: 2
    case 0x100...0xFFFF: 3
    case 0x1_0000...0xFFFF_FFFF: 5
    default: 9
    }
  }

  static func byteCount(ofData count: UInt64) -> Int {
    switch count {
    case 0...0xFF: 2
    case 0x100...0xFFFF: 3
    default: 5
    }
  }

  static func write(number: UInt64, at place: inout UnsafeMutableRawPointer) {
    switch number {
    case 0...0x7F: unsafe write(UInt8(truncatingIfNeeded: number), at: &place)
    case 0x80...0xFF: unsafe write(0xCC, UInt8(truncatingIfNeeded: number), at: &place)
    case 0x100...0xFFFF: unsafe write(0xCD, UInt16(truncatingIfNeeded: number), at: &place)
    case 0x1_0000...0xFFFF_FFFF: unsafe write(0xCE, UInt32(truncatingIfNeeded: number), at: &place)
    default: unsafe write(0xCF, number, at: &place)
    }
  }

  static func write(dataOf count: UInt64, at place: inout UnsafeMutableRawPointer) {
    switch count {
    case 0...0xFF: unsafe write(0xC4, UInt8(truncatingIfNeeded: count), at: &place)
    case 0x100...0xFFFF: unsafe write(0xC5, UInt16(truncatingIfNeeded: count), at: &place)
    default: unsafe write(0xC6, UInt32(truncatingIfNeeded: count), at: &place)
    }
  }
}
