internal import FlatBuffersRuntime

extension ReflectiveVerifier {
  func load<T: FixedWidthInteger & BitwiseCopyable>(
    _ position: Int, as type: T.Type
  ) throws(VerificationError) -> T {
    try check(position, size: MemoryLayout<T>.size, alignment: MemoryLayout<T>.size)
    guard let value = bytes.load(position, as: type) else {
      throw .found(.outOfRange(offset: position, size: MemoryLayout<T>.size))
    }
    return value
  }

  func check(_ position: Int, size: Int, alignment: Int) throws(VerificationError) {
    if position < 0 || size < 0 || size > bytes.count || position > bytes.count - size {
      throw .found(.outOfRange(offset: position, size: size))
    }
    if position & (alignment - 1) != 0 {
      throw .found(.misaligned(offset: position, alignment: alignment))
    }
  }

  func follow(_ position: Int) throws(VerificationError) -> Int {
    let offset = try load(position, as: UInt32.self)
    if offset == 0 || offset > UInt32(Int32.max) || Int(offset) >= bytes.count - position {
      throw .found(.offset(offset, at: position))
    }
    return position + Int(offset)
  }

  func follow64(_ position: Int) throws(VerificationError) -> Int {
    let offset = try load(position, as: UInt64.self)
    if offset == 0 || offset >= UInt64(bytes.count - position) {
      throw .found(.offset(UInt32(clamping: offset), at: position))
    }
    return position + Int(offset)
  }

  func root(at start: Int) throws(VerificationError) -> Int {
    if bytes.count < 12 + start { throw .found(.tooSmall(count: bytes.count)) }
    if bytes.count > Int(Int32.max) { throw .found(.tooLarge(count: bytes.count)) }
    return try follow(start)
  }

  mutating func enter(_ position: Int) throws(VerificationError) -> Table {
    let vtable = position - Int(try load(position, as: Int32.self))
    try check(vtable, size: 4, alignment: 2)
    let vtableSize = Int(try load(vtable, as: UInt16.self))
    if vtableSize < 4 || vtableSize & 1 != 0 { throw .found(.vtable(size: vtableSize, at: vtable)) }
    try check(vtable, size: vtableSize, alignment: 2)
    let tableSize = Int(try load(vtable + 2, as: UInt16.self))
    if tableSize < 4 { throw .found(.table(size: tableSize, at: vtable + 2)) }
    try check(position, size: tableSize, alignment: 4)
    tablesLeft -= 1
    if tablesLeft < 0 { throw .found(.tooManyTables(limit: options.maxTables)) }
    return Table(position: position, vtable: vtable, vtableSize: vtableSize)
  }

  /// Where the field with an id is; `nil` if it is absent.
  func place(_ id: Int, _ table: Table) throws(VerificationError) -> Int? {
    let entry = TableLayout.vtableOffset(slot: id)
    guard entry + 2 <= table.vtableSize else { return nil }
    let offset = Int(try load(table.vtable + entry, as: UInt16.self))
    return offset == 0 ? nil : table.position + offset
  }

  /// The start of a vector's elements and their count.
  mutating func elements(
    _ position: Int, size: Int, alignment: Int, isCount64: Bool = false
  ) throws(VerificationError) -> (start: Int, count: Int) {
    let width = isCount64 ? 8 : 4
    let count =
      isCount64 ? try load(position, as: UInt64.self) : UInt64(try load(position, as: UInt32.self))
    guard count <= UInt64(bytes.count) else {
      throw .found(.outOfRange(offset: position + width, size: Int(clamping: count)))
    }
    let total = Int(count).multipliedReportingOverflow(by: size)
    if total.overflow { throw .found(.outOfRange(offset: position + width, size: Int.max)) }
    // Writers do not align what is not there.
    try check(position + width, size: total.partialValue, alignment: count == 0 ? 1 : alignment)
    try spend(total.partialValue / 64)
    return (position + width, Int(count))
  }

  mutating func spend(_ count: Int) throws(VerificationError) {
    elementsLeft -= count
    if elementsLeft < 0 { throw .found(.tooManyElements) }
  }

  mutating func string(_ position: Int) throws(VerificationError) {
    let (start, count) = try elements(position, size: 1, alignment: 1)
    try check(start, size: count + 1, alignment: 1)
    if try load(start + count, as: UInt8.self) != 0 { throw .found(.unterminated) }
  }
}
