/// A vector whose elements are not in the builder's memory.
///
/// Sound because only ``write(to:)`` uses the closure, and its caller answers for the place.
@usableFromInline @safe
struct DeferredVector {
  /// Where its elements begin, from the buffer's end.
  let distance: Int
  let count: Int
  let byteCount: Int
  let is64Bit: Bool
  let copyElements: (UnsafeMutableRawPointer) -> Void

  /// - Parameter place: where the elements belong; their count goes before it.
  @unsafe
  func write(to place: UnsafeMutableRawPointer) {
    if is64Bit {
      unsafe (place - 8).storeBytes(of: UInt64(truncatingIfNeeded: count), as: UInt64.self)
    } else {
      unsafe (place - 4).storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
    }
    unsafe copyElements(place)
  }
}

// A store reserves a place for a record of a known size. What is small is built in the builder's memory and copied
// there: how small it is, and by which key it is stored, is known only then. What is large is not copied twice.
extension Builder {
  /// A builder for records that are written to a place of their size, see ``finishedSize(_:identifier:)``.
  ///
  /// - Parameters:
  ///   - capacity: bytes to make room for at first.
  ///   - threshold: vectors of numbers of so many bytes or more are copied only once, to that place. Until then
  ///     the builder keeps the arrays.
  public init(capacity: Int = 256, deferringVectorsOf threshold: Int) {
    self.init(capacity: capacity)
    deferralThreshold = max(threshold, 1)
  }

  /// Ends the buffer and tells how many bytes it has, so that a place for it can be made.
  ///
  ///     let root = try draft.write(to: &builder)
  ///     var place = try makePlace(try builder.finishedSize(root))
  ///     builder.write(to: &place)
  ///
  /// - Parameters:
  ///   - root: the root table.
  ///   - identifier: the file identifier to carry, four bytes.
  /// - Throws: ``BuildError`` if the buffer is larger than 2 GiB.
  public mutating func finishedSize(
    _ root: TableOffset, identifier: String? = nil
  ) throws(BuildError) -> Int {
    try seal(root, identifier: identifier)
    return used
  }

  /// Writes the finished buffer to a place.
  ///
  /// - Precondition: the buffer was ended, and `place` has at least its size.
  @inlinable
  public func write(to place: inout MutableRawSpan) {
    precondition(place.byteCount >= used, "the place is smaller than the finished buffer")
    // Sound because `place` is held alone until the last byte is written.
    guard let start = unsafe place.withUnsafeMutableBytes({ $0.baseAddress }) else { return }
    let written = deferred.isEmpty ? 0 : unsafe writeDeferred(to: start)
    unsafe (start + written).copyMemory(from: end - used + written, byteCount: used - written)
  }

  /// Writes the buffer up to the end of the last vector whose elements are not in it.
  ///
  /// - Returns: how many bytes that were.
  @usableFromInline @inline(never) @unsafe
  func writeDeferred(to start: UnsafeMutableRawPointer) -> Int {
    var written = 0
    for index in deferred.indices.reversed() {
      let elements = used - deferred[index].distance
      unsafe (start + written).copyMemory(from: end - used + written, byteCount: elements - written)
      unsafe deferred[index].write(to: start + elements)
      written = elements + deferred[index].byteCount
    }
    return written
  }

  /// Copies deferred vectors to the builder's memory.
  @usableFromInline
  package mutating func completeDeferred() {
    for index in deferred.indices { unsafe deferred[index].write(to: end - deferred[index].distance) }
    deferred.removeAll()
  }

  /// Leaves room for a vector's elements, which stay where they are for now; it is empty until then.
  @usableFromInline @inline(never)
  mutating func deferredVector<T: FlatScalar>(
    _ elements: [T], alignment: Int, is64Bit: Bool
  ) -> BufferOffset {
    let byteCount = elements.count * T.byteCount
    prepare(byteCount, alignment: alignment)
    room &-= byteCount
    unsafe deferred.append(
      DeferredVector(distance: used, count: elements.count, byteCount: byteCount, is64Bit: is64Bit) { place in
        unsafe elements.withUnsafeBytes {
          unsafe place.copyMemory(from: $0.baseAddress!, byteCount: $0.count)
        }
      })
    hasExtras = true
    if is64Bit { push(UInt64(0)) } else { push(UInt32(0)) }
    return BufferOffset(size)
  }
}
