/// A table in verified bytes: the one place where views touch memory.
///
/// Safe because a `TableView` is only made from bytes that a ``Verifier`` accepted for the type it is
/// read as (or by an initialiser marked unsafe), and because its scope keeps it from outliving them.
/// Loads are unaligned loads: LMDB promises no more than two-byte alignment.
@frozen @safe
public struct TableView: ~Escapable {
  @usableFromInline let pointer: UnsafeRawPointer
  /// Distance from the record's first byte to this table, below 2 GiB; the top bit is set in all tables but
  /// the root of a record without its size before it.
  @usableFromInline let rootOffset: UInt32
  /// The record's size in bytes; 0 if the record's bounds are not known.
  @usableFromInline let recordSize: UInt32

  @inlinable static var nestedBit: UInt32 { 1 << 31 }

  /// - Parameters:
  ///   - pointer: the table's first byte, in verified bytes that live as long as `scope`.
  ///   - rootOffset: distance from the record's first byte to `pointer`, for a record's root.
  ///   - recordSize: the record's size, for a record's root; 0 if it is not known.
  @inlinable @inline(__always) @unsafe @_lifetime(copy scope)
  init(
    _unsafe pointer: UnsafeRawPointer, rootOffset: UInt32 = 0, recordSize: UInt32 = 0, scope: Scope
  ) {
    unsafe self.pointer = pointer
    self.rootOffset = rootOffset
    self.recordSize = recordSize
  }

  /// The root table of a whole record.
  ///
  /// - Parameter record: bytes verified for the type the view is read as, at most 2 GiB.
  @inlinable @inline(__always) @unsafe @_lifetime(copy record)
  public init(unverifiedRoot record: RawSpan) {
    let start = unsafe record.withUnsafeBytes { $0.baseAddress! }
    let offset = unsafe start.loadUnaligned(as: UInt32.self)
    unsafe self.init(
      _unsafe: start + Int(offset), rootOffset: offset,
      recordSize: UInt32(truncatingIfNeeded: record.byteCount), scope: Scope(record))
  }

  /// The root table of a record with its size before it.
  ///
  /// It is never taken for a whole record: without the size, what follows would stand at other alignments.
  ///
  /// - Parameter record: the size and the record, verified for the type the view is read as, at most 2 GiB.
  @inlinable @unsafe @_lifetime(copy record)
  init(unverifiedSizePrefixedRoot record: RawSpan) {
    let start = unsafe record.withUnsafeBytes { $0.baseAddress! }
    let offset = unsafe start.loadUnaligned(fromByteOffset: 4, as: UInt32.self) &+ 4
    unsafe self.init(
      _unsafe: start + Int(offset), rootOffset: offset | TableView.nestedBit,
      recordSize: UInt32(truncatingIfNeeded: record.byteCount), scope: Scope(record))
  }

  /// The lifetime of the bytes behind this view.
  @inlinable @inline(__always)
  var scope: Scope {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(Scope(_immortal: ()), copying: self) }
  }

  /// The bytes of the whole record if this is a record's root.
  @inlinable
  public var recordBytes: RawSpan? {
    @_lifetime(copy self)
    get {
      guard recordSize != 0, rootOffset & TableView.nestedBit == 0 else { return nil }
      let span = unsafe RawSpan(
        _unsafeStart: pointer - Int(rootOffset), byteCount: Int(recordSize))
      return unsafe _overrideLifetime(span, copying: self)
    }
  }

  /// The view of another table of the same record.
  @inlinable @inline(__always) @_lifetime(copy self)
  func nested(_ target: UnsafeRawPointer) -> TableView {
    // Dead code unless somebody asks where in the record the table lies.
    let distance = unsafe UInt32(truncatingIfNeeded: target - pointer)
    return unsafe TableView(
      _unsafe: target, rootOffset: (rootOffset &+ distance) | TableView.nestedBit, recordSize: recordSize,
      scope: scope)
  }

  /// Where the field of a vtable slot lies, relative to the table; 0 if the field is absent.
  @inlinable @inline(__always)
  func offset(_ slot: Int) -> Int {
    let vtable = unsafe pointer - Int(pointer.loadUnaligned(as: Int32.self))
    guard unsafe slot < Int(vtable.loadUnaligned(as: UInt16.self)) else { return 0 }
    return unsafe Int(vtable.loadUnaligned(fromByteOffset: slot, as: UInt16.self))
  }

  /// What the offset field of a slot refers to.
  @inlinable @inline(__always)
  func target(_ slot: Int) -> UnsafeRawPointer? {
    let offset = offset(slot)
    guard offset != 0 else { return nil }
    let field = unsafe pointer + offset
    return unsafe field + Int(field.loadUnaligned(as: UInt32.self))
  }

  /// Whether the field is stored, in distinction to its default being read.
  @inlinable @inline(__always)
  public func contains(_ slot: Int) -> Bool { offset(slot) != 0 }
}
