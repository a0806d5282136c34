extension MessageHead {
  /// Writes the head.
  ///
  /// Unsafe because the stores below are not checked one by one; sound because the room is checked first, exactly
  /// ``byteCount`` bytes are written, and the places of a template lie within it.
  ///
  /// - Parameter room: at least ``byteCount`` bytes.
  @unsafe
  package func write(to room: UnsafeMutableRawBufferPointer) {
    precondition(room.count >= byteCount, "a message's head needs \(byteCount) bytes")
    guard let start = room.baseAddress else { return }
    switch template.layout {
    case .list: unsafe writeList(to: start)
    case .table: unsafe writeTable(to: start)
    }
  }

  private func writeList(to start: UnsafeMutableRawPointer) {
    var place = unsafe start
    unsafe write(0..<template.firstID, at: &place)
    unsafe CBORHead.write(.unsigned, first, at: &place)
    var rest = template.firstID
    if let secondID = template.secondID {
      unsafe write(rest..<secondID, at: &place)
      unsafe CBORHead.write(.unsigned, second, at: &place)
      rest = secondID
    }
    unsafe write(rest..<template.count, at: &place)
    unsafe CBORHead.write(.bytes, UInt64(payloadCount), at: &place)
  }

  private func writeTable(to start: UnsafeMutableRawPointer) {
    let count = template.count
    unsafe start.copyMemory(from: template.start, byteCount: count + template.argumentCount)
    unsafe start.storeBytes(of: first, toByteOffset: template.firstID, as: UInt64.self)
    if let place = template.secondID {
      unsafe start.storeBytes(of: second, toByteOffset: place, as: UInt64.self)
    }
    unsafe start.storeBytes(
      of: UInt32(truncatingIfNeeded: payloadCount + byteCount - count), toByteOffset: count - 4,
      as: UInt32.self)
    guard template.argumentCount > 0 else { return }
    var place = unsafe start + count + template.argumentCount
    unsafe CBORHead.write(.bytes, UInt64(payloadCount), at: &place)
  }

  /// Writes a part of the template.
  private func write(_ range: Range<Int>, at place: inout UnsafeMutableRawPointer) {
    unsafe place.copyMemory(from: template.start + range.lowerBound, byteCount: range.count)
    unsafe place += range.count
  }
}

/// The first bytes of a CBOR item: its kind, and a number in the shortest form.
enum CBORHead {
  static func byteCount(_ argument: UInt64) -> Int {
    switch argument {
    case 0...23: 1
    case 24...0xFF: 2
    case 0x100...0xFFFF: 3
    case 0x1_0000...0xFFFF_FFFF: 5
    default: 9
    }
  }

  /// - Parameter place: has room for ``byteCount(_:)`` bytes; moved behind them.
  static func write(_ major: CBORMajor, _ argument: UInt64, at place: inout UnsafeMutableRawPointer) {
    switch argument {
    case 0...23: unsafe write(major, info: UInt8(truncatingIfNeeded: argument), at: &place)
    case 24...0xFF: unsafe write(major, info: 24, UInt8(truncatingIfNeeded: argument), at: &place)
    case 0x100...0xFFFF: unsafe write(major, info: 25, UInt16(truncatingIfNeeded: argument), at: &place)
    case 0x1_0000...0xFFFF_FFFF:
      unsafe write(major, info: 26, UInt32(truncatingIfNeeded: argument), at: &place)
    default: unsafe write(major, info: 27, argument, at: &place)
    }
  }

  @inline(__always)
  private static func write(_ major: CBORMajor, info: UInt8, at place: inout UnsafeMutableRawPointer) {
    unsafe place.storeBytes(of: major.rawValue << 5 | info, as: UInt8.self)
    unsafe place += 1
  }

  @inline(__always)
  private static func write<Number: FixedWidthInteger & BitwiseCopyable>(
    _ major: CBORMajor, info: UInt8, _ argument: Number, at place: inout UnsafeMutableRawPointer
  ) {
    unsafe write(major, info: info, at: &place)
    unsafe place.storeBytes(of: argument.bigEndian, as: Number.self)
    unsafe place += MemoryLayout<Number>.size
  }
}
