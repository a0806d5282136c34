extension ResultHeader {
  /// Writes the head.
  ///
  /// Unsafe because the loop below does not check each store; sound because the room is checked first
  /// and exactly ``byteCount`` bytes are written.
  ///
  /// - Parameter room: at least ``byteCount`` bytes.
  @unsafe
  public func write(to room: UnsafeMutableRawBufferPointer) {
    precondition(room.count >= byteCount, "a RESULT's head needs \(byteCount) bytes")
    guard let start = room.baseAddress else { return }
    switch serializer {
    case .cbor: unsafe writeCBOR(to: start)
    case .flatbuffers: unsafe writeFlatBuffers(to: start)
    }
  }

  private func writeCBOR(to start: UnsafeMutableRawPointer) {
    unsafe start.storeBytes(of: 0x84, as: UInt8.self)
    unsafe start.storeBytes(of: 0x18, toByteOffset: 1, as: UInt8.self)
    unsafe start.storeBytes(of: MessageCode.result.rawValue, toByteOffset: 2, as: UInt8.self)
    var place = unsafe start + 3
    unsafe Self.writeHead(.unsigned, request, at: &place)
    switch form {
    case .binaryArgument: unsafe Self.write([0xA0], at: &place)
    case .passthru: unsafe Self.write(RecordOptions.passthru, at: &place)
    case .transparency: unsafe Self.write(RecordOptions.transparency, at: &place)
    }
    if form != .transparency { unsafe Self.write([0x81], at: &place) }
    unsafe Self.writeHead(.bytes, UInt64(payloadCount), at: &place)
  }

  private func writeFlatBuffers(to start: UnsafeMutableRawPointer) {
    let template = ResultTemplate.of(form)
    let count = template.bytes.count
    // The stores below lie within the template, which `byteCount` was taken from.
    precondition(count >= 12 && template.requestOffset <= count - 12, "a RESULT without its template")
    unsafe template.bytes.withUnsafeBytes { unsafe start.copyMemory(from: $0.baseAddress!, byteCount: count) }
    unsafe start.storeBytes(of: request, toByteOffset: template.requestOffset, as: UInt64.self)
    let prefix = form == .binaryArgument ? 1 + Self.headCount(UInt64(payloadCount)) : 0
    unsafe start.storeBytes(
      of: UInt32(truncatingIfNeeded: payloadCount + prefix), toByteOffset: count - 4, as: UInt32.self)
    guard prefix > 0 else { return }
    var place = unsafe start + count
    unsafe Self.write([0x81], at: &place)
    unsafe Self.writeHead(.bytes, UInt64(payloadCount), at: &place)
  }

  private static func write<let count: Int>(
    _ bytes: InlineArray<count, UInt8>, at place: inout UnsafeMutableRawPointer
  ) {
    for index in 0..<count { unsafe place.storeBytes(of: bytes[index], toByteOffset: index, as: UInt8.self) }
    unsafe place += count
  }

  private static func writeHead(
    _ major: CBORMajor, _ argument: UInt64, at place: inout UnsafeMutableRawPointer
  ) {
    let type = major.rawValue << 5
    let width = headCount(argument) - 1
    let info: UInt8 =
      switch width {
      case 0: UInt8(truncatingIfNeeded: argument)
      case 1: 24
      case 2: 25
      case 4: 26
      default: 27
      }
    unsafe place.storeBytes(of: type | info, as: UInt8.self)
    for index in 0..<width {
      let byte = UInt8(truncatingIfNeeded: argument >> UInt64(8 * (width - 1 - index)))
      unsafe place.storeBytes(of: byte, toByteOffset: 1 + index, as: UInt8.self)
    }
    unsafe place += 1 + width
  }
}
