// None of this makes errors: code that does, or passes on what they need, is slower where there are none.
// `Verifier+Faults.swift` tells what is wrong with what is refused here.
extension Verifier {
  @inlinable @inline(__always)
  func load<T: BitwiseCopyable>(_ position: Int, as type: T.Type) -> T {
    unsafe start.loadUnaligned(fromByteOffset: position, as: type)
  }

  /// Whether `size` bytes at `position`, which is not negative, lie within the buffer at the alignment given,
  /// a power of two of which `size` is a multiple.
  @inlinable @inline(__always)
  func fits(_ position: Int, size: Int, alignment: Int) -> Bool {
    // One comparison for both: the bits that must be zero are at the top, where they make any number too large.
    let shift = UInt(alignment.trailingZeroBitCount)
    if size == 8, alignment == 8 { return _fastPath(Verifier.rotated(position, right: shift) <= last8) }
    if size == 4, alignment == 4 { return _fastPath(Verifier.rotated(position, right: shift) <= last4) }
    return _fastPath(Verifier.rotated(position &+ size, right: shift) <= UInt(bitPattern: count) &>> shift)
  }

  @inlinable @inline(__always)
  static func rotated(_ position: Int, right shift: UInt) -> UInt {
    let bits = UInt(bitPattern: position)
    return bits &>> shift | bits &<< (0 &- shift)
  }

  /// Where the offset at `position` leads to; `nil` if one of both is not possible.
  @inlinable @inline(__always)
  func target(of position: Int) -> Int? {
    guard let target = uncheckedTarget(of: position), _fastPath(target < count) else { return nil }
    return target
  }

  /// Where the offset at `position` leads to, which may lie behind the buffer.
  @inlinable @inline(__always)
  func uncheckedTarget(of position: Int) -> Int? {
    guard fits(position, size: 4, alignment: 4) else { return nil }
    let offset = load(position, as: UInt32.self)
    return _fastPath(offset != 0) ? position &+ Int(offset) : nil
  }

  /// The start of the elements of the vector at `position` and their count; `nil` if it does not fit.
  ///
  /// - Parameter alignment: of elements; a vector without any may stand anywhere, as other builders align it for
  ///   its count only.
  @inlinable @inline(__always)
  mutating func vector(at position: Int, size: Int, alignment: Int) -> (start: Int, count: Int)? {
    guard fits(position, size: 4, alignment: 4) else { return nil }
    let start = position &+ 4
    let elementCount = Int(load(position, as: UInt32.self))
    let byteCount = elementCount &* size
    guard _fastPath(byteCount <= count &- start) else { return nil }
    guard _fastPath(start & (alignment &- 1) == 0) || elementCount == 0 else { return nil }
    expanded(byteCount)
    return (start, elementCount)
  }

  /// Whether there is a string at `position`.
  @inlinable @inline(__always)
  mutating func isString(at position: Int) -> Bool {
    guard fits(position, size: 4, alignment: 4) else { return false }
    let byteCount = Int(load(position, as: UInt32.self))
    let end = position &+ 4 &+ byteCount
    guard _fastPath(end < count), _fastPath(load(end, as: UInt8.self) == 0) else { return false }
    expanded(byteCount)
    return true
  }

  /// The table at `position`, counted, if its vtable is possible and the budgets suffice.
  @usableFromInline @inline(__always)
  mutating func header(at position: Int) -> Table? {
    guard fits(position, size: 4, alignment: 4) else { return nil }
    let vtable = position &- Int(load(position, as: Int32.self))
    guard _fastPath(vtable >= 0), fits(vtable, size: 4, alignment: 2) else { return nil }
    let vtableSize = Int(load(vtable, as: UInt16.self))
    // An odd size would end at an odd place.
    guard _fastPath(vtableSize >= 4), fits(vtable &+ vtableSize, size: 0, alignment: 2) else { return nil }
    let size = Int(load(vtable &+ 2, as: UInt16.self))
    guard _fastPath(size >= 4), _fastPath(size <= count &- position) else { return nil }
    tablesLeft &-= 1
    // One comparison for both: the sign of either.
    guard _fastPath(tablesLeft | elementsLeft >= 0) else { return nil }
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
}
