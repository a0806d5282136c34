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
    case .cbor: unsafe writeList(to: start, CBORHead.self)
    case .messagePack: unsafe writeList(to: start, MessagePackLead.self)
    case .table: unsafe writeTable(to: start)
    }
  }

  @inline(__always)
  private func writeList<Lead: ItemLead>(to start: UnsafeMutableRawPointer, _: Lead.Type) {
    var place = unsafe start
    unsafe write(0..<template.firstID, at: &place)
    unsafe Lead.write(number: first, at: &place)
    var rest = template.firstID
    if let secondID = template.secondID {
      unsafe write(rest..<secondID, at: &place)
      unsafe Lead.write(number: second, at: &place)
      rest = secondID
    }
    unsafe write(rest..<template.count, at: &place)
    unsafe Lead.write(dataOf: UInt64(payloadCount), at: &place)
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
    unsafe CBORHead.write(dataOf: UInt64(payloadCount), at: &place)
  }

  /// Writes a part of the template.
  private func write(_ range: Range<Int>, at place: inout UnsafeMutableRawPointer) {
    unsafe place.copyMemory(from: template.start + range.lowerBound, byteCount: range.count)
    unsafe place += range.count
  }
}
