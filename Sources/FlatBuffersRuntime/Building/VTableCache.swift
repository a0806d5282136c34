/// The vtables written so far, found by content in constant time.
///
/// Positions are distances from the buffer's end.
@usableFromInline
struct VTableCache {
  /// The first few: records have few shapes, and comparing is faster than hashing.
  private var first: InlineArray<8, UInt32> = .init(repeating: 0)
  private var firstCount = 0
  /// The others in an open-addressed table; 0 is an empty place.
  private var places: [Int] = []
  private var count = 0

  @usableFromInline
  init() {}

  @inline(__always)
  mutating func removeAll() {
    firstCount = 0
    if count > 0 { removeHashed() }
  }

  @inline(never)
  private mutating func removeHashed() {
    for index in places.indices { places[index] = 0 }
    count = 0
  }

  /// Finds an equal vtable or remembers this one.
  ///
  /// - Parameters:
  ///   - vtable: the vtable just written.
  ///   - distance: where it starts, from the buffer's end.
  ///   - start: the start of the builder's memory.
  ///   - extent: the distance of that from the buffer's end.
  /// - Returns: the distance of the vtable to use.
  @inline(__always)
  mutating func insert(
    _ vtable: UnsafeRawBufferPointer, distance: Int, start: UnsafeMutableRawPointer, extent: Int
  ) -> Int {
    var index = firstCount
    while index > 0 {
      index &-= 1
      let other = unsafe Int(first[unchecked: index])
      if unsafe VTableCache.isEqual(vtable, to: start + (extent &- other)) { return other }
    }
    if firstCount < first.count {
      unsafe first[unchecked: firstCount] = UInt32(truncatingIfNeeded: distance)
      firstCount &+= 1
      return distance
    }
    return unsafe insertHashed(vtable, distance: distance, start: start, extent: extent)
  }

  @inline(never)
  private mutating func insertHashed(
    _ vtable: UnsafeRawBufferPointer, distance: Int, start: UnsafeMutableRawPointer, extent: Int
  ) -> Int {
    if count * 2 >= places.count { unsafe rehash(start: start, extent: extent) }
    var index = unsafe VTableCache.hash(vtable) & (places.count - 1)
    while places[index] != 0 {
      if unsafe VTableCache.isEqual(vtable, to: start + (extent - places[index])) { return places[index] }
      index = (index + 1) & (places.count - 1)
    }
    places[index] = distance
    count += 1
    return distance
  }

  private mutating func rehash(start: UnsafeMutableRawPointer, extent: Int) {
    let old = places
    places = Array(repeating: 0, count: max(16, old.count * 2))
    for distance in old where distance != 0 {
      let vtable = unsafe UnsafeRawPointer(start + (extent - distance))
      let size = unsafe Int(vtable.loadUnaligned(as: UInt16.self))
      var index = unsafe VTableCache.hash(UnsafeRawBufferPointer(start: vtable, count: size))
      index &= places.count - 1
      while places[index] != 0 { index = (index + 1) & (places.count - 1) }
      places[index] = distance
    }
  }

  /// Whether a vtable written before has the same size, which comes first, and the same entries.
  @inline(__always)
  private static func isEqual(_ vtable: UnsafeRawBufferPointer, to other: UnsafeMutableRawPointer) -> Bool {
    var offset = 0
    while offset < vtable.count {
      let left = unsafe vtable.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      if unsafe left != other.loadUnaligned(fromByteOffset: offset, as: UInt16.self) { return false }
      offset &+= 2
    }
    return true
  }

  /// FNV-1a over 16-bit entries.
  private static func hash(_ vtable: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var offset = 0
    while offset + 2 <= vtable.count {
      hash =
        unsafe (hash ^ UInt64(vtable.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        &* 0x100_0000_01b3
      offset += 2
    }
    return Int(truncatingIfNeeded: hash >> 20)
  }
}
