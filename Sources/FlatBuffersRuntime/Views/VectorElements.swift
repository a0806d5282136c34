/// Where the elements of a vector lie and how many there are: what the views of all vectors have in common.
///
/// It has no lifetime of its own; the view that holds it has that of the record.
@frozen @usableFromInline @safe
struct VectorElements {
  // Sound for the reason given at `TableView`, and because no place outside the vector is handed out.
  @usableFromInline let start: UnsafeRawPointer
  @usableFromInline let count: Int

  /// - Parameter vector: the count, of 4 bytes, or of 8 if `is64Bit`; the elements follow it.
  @inlinable @inline(__always) @unsafe
  init(_unsafe vector: UnsafeRawPointer, is64Bit: Bool = false) {
    if is64Bit {
      unsafe start = vector + 8
      count = unsafe Int(truncatingIfNeeded: vector.loadUnaligned(as: UInt64.self))
    } else {
      unsafe start = vector + 4
      count = unsafe Int(vector.loadUnaligned(as: UInt32.self))
    }
  }

  /// Those of an empty vector.
  @inlinable
  init() {
    unsafe start = EmptyTable.pointer
    count = 0
  }

  /// Where the element at `index` lies, which must be in the vector.
  @inlinable @inline(__always)
  func place(_ index: Int, stride: Int) -> UnsafeRawPointer {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside the vector")
    return unsafe start + index &* stride
  }

  /// What the offset at `index` refers to, which must be in the vector.
  @inlinable @inline(__always)
  func target(_ index: Int) -> UnsafeRawPointer {
    let field = unsafe place(index, stride: 4)
    return unsafe field + Int(field.loadUnaligned(as: UInt32.self))
  }
}
