extension Verifier {
  @inlinable @inline(__always)
  func load<T: BitwiseCopyable>(_ position: Int, as type: T.Type) -> T {
    unsafe start.loadUnaligned(fromByteOffset: position, as: type)
  }

  /// Whether `size` bytes at `position`, which is not negative, lie within the buffer at the alignment given.
  @inlinable @inline(__always)
  func fits(_ position: Int, size: Int, alignment: Int) -> Bool {
    position <= count &- size && position & (alignment &- 1) == 0
  }

  /// Checks that `size` bytes at `position`, which is not negative, lie within the buffer at the alignment
  /// given.
  @inlinable @inline(__always)
  func check(_ position: Int, size: Int, alignment: Int) throws(VerificationError) {
    if !fits(position, size: size, alignment: alignment) {
      throw VerificationError.misplaced(position, size: size, alignment: alignment, count: count)
    }
  }

  /// Follows the offset stored at `position`.
  @inlinable @inline(__always)
  func follow(_ position: Int) throws(VerificationError) -> Int {
    try check(position, size: 4, alignment: 4)
    let offset = load(position, as: UInt32.self)
    // One comparison for zero and for what is too large.
    if offset &- 1 >= UInt32(Int32.max) || Int(offset) >= count &- position {
      throw VerificationError.offset(offset)
    }
    return position &+ Int(offset)
  }

  /// The position of the root table, from the offset at `start`.
  @inlinable
  func root(at start: Int = 0) throws(VerificationError) -> Int {
    if count < 12 &+ start { throw VerificationError(.tooSmall(count: count)) }
    if count > Int(Int32.max) { throw VerificationError(.tooLarge(count: count)) }
    return try follow(start)
  }

  /// Checks that the file identifier behind the root's offset, which is at `start`, is the one given.
  @usableFromInline
  func identifier(_ identifier: String, at start: Int = 0) throws(VerificationError) {
    let found = (4..<8).map { load(start + $0, as: UInt8.self) }
    if !found.elementsEqual(identifier.utf8) {
      throw VerificationError(.identifier(expected: identifier))
    }
  }

  /// Checks the table at `position` and its vtable, and counts it.
  @usableFromInline @inline(__always)
  mutating func enter(_ position: Int) throws(VerificationError) -> Table {
    try check(position, size: 4, alignment: 4)
    let vtable = position &- Int(load(position, as: Int32.self))
    if vtable < 0 { throw VerificationError.misplaced(vtable, size: 4, alignment: 2, count: count) }
    try check(vtable, size: 4, alignment: 2)
    let vtableSize = Int(load(vtable, as: UInt16.self))
    if vtableSize < 4 || vtableSize & 1 != 0 { throw VerificationError.vtable(vtableSize) }
    try check(vtable, size: vtableSize, alignment: 2)
    let tableSize = Int(load(vtable &+ 2, as: UInt16.self))
    if tableSize < 4 { throw VerificationError.vtable(tableSize) }
    try check(position, size: tableSize, alignment: 4)
    tablesLeft &-= 1
    // One comparison for both: the sign of either.
    if tablesLeft | elementsLeft < 0 { throw VerificationError.tooMuch(tablesLeft, options.maxTables) }
    return Table(position: position, vtable: vtable, vtableSize: vtableSize)
  }

  /// Where a field lies in the buffer; `nil` if it is absent.
  @inlinable @inline(__always)
  func field(_ table: Table, _ slot: Int) -> Int? {
    guard slot < table.vtableSize else { return nil }
    let offset = Int(load(table.vtable &+ slot, as: UInt16.self))
    return offset == 0 ? nil : table.position &+ offset
  }

  /// Counts bytes that are read once for each way to them: many tables may share a string or vector, but what a
  /// reader makes of a record must not grow without a bound. Checked with the next table or vector of strings.
  @inlinable @inline(__always)
  mutating func expanded(_ byteCount: Int) { elementsLeft &-= byteCount &>> 6 }

  /// The start of the elements of the vector at `position` and their count.
  @inlinable @inline(__always)
  mutating func elements(
    _ position: Int, size: Int, alignment: Int
  ) throws(VerificationError) -> (start: Int, count: Int) {
    try check(position, size: 4, alignment: 4)
    let count = Int(load(position, as: UInt32.self))
    try check(position &+ 4, size: count &* size, alignment: alignment)
    expanded(count &* size)
    return (position &+ 4, count)
  }

  @usableFromInline @inline(__always)
  mutating func checkString(_ position: Int) throws(VerificationError) {
    let (start, count) = try elements(position, size: 1, alignment: 1)
    try check(start, size: count &+ 1, alignment: 1)
    if load(start &+ count, as: UInt8.self) != 0 { throw VerificationError.unterminated() }
  }
}

// Errors are made out of line, without the verifier: code that makes them in place, or copies the verifier for
// them, is slower where there are none.
extension VerificationError {
  @usableFromInline @inline(never)
  static func misplaced(_ position: Int, size: Int, alignment: Int, count: Int) -> VerificationError {
    position < 0 || position > count &- size
      ? VerificationError(.outOfRange(offset: position, size: size))
      : VerificationError(.misaligned(offset: position, alignment: alignment))
  }

  @usableFromInline @inline(never)
  static func misplaced(
    _ position: Int, size: Int, alignment: Int, count: Int, name: StaticString
  ) -> VerificationError {
    misplaced(position, size: size, alignment: alignment, count: count).inside(name)
  }

  @usableFromInline @inline(never)
  static func offset(_ offset: UInt32) -> VerificationError { VerificationError(.offset(offset)) }

  @usableFromInline @inline(never)
  static func vtable(_ size: Int) -> VerificationError { VerificationError(.vtable(size: size)) }

  @usableFromInline @inline(never)
  static func tooMuch(_ tablesLeft: Int, _ limit: Int) -> VerificationError {
    VerificationError(tablesLeft < 0 ? .tooManyTables(limit: limit) : .tooManyElements)
  }

  @usableFromInline @inline(never)
  static func unterminated() -> VerificationError { VerificationError(.unterminated) }

  @usableFromInline @inline(never)
  static func missing(_ name: StaticString) -> VerificationError {
    VerificationError(.missing, at: name.description)
  }

  @usableFromInline @inline(never)
  static func tooDeep(_ limit: Int) -> VerificationError { VerificationError(.tooDeep(limit: limit)) }
}
