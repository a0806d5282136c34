extension Builder {
  /// Begins a table. Everything it refers to must be finished; tables do not interleave.
  @inlinable
  public mutating func startTable() {
    fields.removeAll(keepingCapacity: true)
    tableStart = size
  }

  /// Adds a scalar, enum or struct unless it equals the field's default.
  ///
  /// Call in order of falling alignment for the smallest table.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T, _ slot: Int, default fallback: T) {
    if value != fallback { add(value, slot) }
  }

  /// Adds a scalar, enum or struct.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T, _ slot: Int) {
    prepare(T.byteCount, alignment: T.alignment)
    push(value: value)
    fields.append(Field(slot: slot, distance: size))
  }

  /// Adds a scalar, enum or struct if there is one.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T?, _ slot: Int) {
    if let value { add(value, slot) }
  }

  /// Adds a reference to a finished string, vector or table if there is one.
  @inlinable @inline(__always)
  public mutating func add(offset: BufferOffset?, _ slot: Int) {
    guard let offset else { return }
    prepare(4, alignment: 4)
    pushOffset(offset)
    fields.append(Field(slot: slot, distance: size))
  }

  /// Adds a reference of 64 bits to a finished string or vector if there is one.
  @inlinable
  public mutating func add(offset64 offset: BufferOffset?, _ slot: Int) {
    guard let offset else { return }
    prepare(8, alignment: 8)
    reserve(8)
    push(UInt64(truncatingIfNeeded: size &+ 8 &- Int(offset.distance)))
    fields.append(Field(slot: slot, distance: size))
  }

  /// Ends the table.
  @inlinable
  public mutating func endTable() -> TableOffset {
    prepare(4, alignment: 4)
    push(Int32(0))
    let table = size
    var slots = 4
    for field in fields { slots = max(slots, field.slot &+ 2) }
    prepare(slots, alignment: 2)
    used &+= slots
    let vtable = unsafe storage.end - used
    unsafe vtable.initializeMemory(as: UInt8.self, repeating: 0, count: slots)
    unsafe vtable.storeBytes(of: UInt16(truncatingIfNeeded: slots), as: UInt16.self)
    unsafe vtable.storeBytes(
      of: UInt16(truncatingIfNeeded: table &- tableStart), toByteOffset: 2, as: UInt16.self)
    for field in fields {
      unsafe vtable.storeBytes(
        of: UInt16(truncatingIfNeeded: table &- field.distance), toByteOffset: field.slot, as: UInt16.self)
    }
    let shared = unsafe vtables.insert(
      UnsafeRawBufferPointer(start: vtable, count: slots), distance: size, end: storage.end, tail: tail)
    if shared != size { used &-= slots }
    let place = unsafe storage.end - (table &- tail)
    unsafe place.storeBytes(of: Int32(truncatingIfNeeded: shared &- table), as: Int32.self)
    return TableOffset(table)
  }
}

/// The vtables written so far, found by content in constant time.
@usableFromInline
struct VTableCache {
  /// Distances from the end, in an open-addressed table; 0 is an empty place.
  @usableFromInline var places: [Int] = []
  @usableFromInline var count = 0

  @usableFromInline
  init() {}

  @usableFromInline
  mutating func removeAll() {
    guard count > 0 else { return }
    for index in places.indices { places[index] = 0 }
    count = 0
  }

  /// Finds an equal vtable or remembers this one.
  ///
  /// - Parameters:
  ///   - vtable: the vtable just written.
  ///   - distance: where it starts, from the buffer's end.
  ///   - end: the end of the builder's memory; vtables lie before it at their distance less `tail`.
  /// - Returns: the distance of the vtable to use.
  @usableFromInline
  mutating func insert(
    _ vtable: UnsafeRawBufferPointer, distance: Int, end: UnsafeMutableRawPointer, tail: Int
  ) -> Int {
    if count * 2 >= places.count { unsafe rehash(end: end, tail: tail) }
    var index = unsafe VTableCache.hash(vtable) & (places.count - 1)
    while places[index] != 0 {
      let other = unsafe UnsafeRawPointer(end - (places[index] - tail))
      let size = unsafe Int(other.loadUnaligned(as: UInt16.self))
      if unsafe size == vtable.count
        && UnsafeRawBufferPointer(start: other, count: size).elementsEqual(vtable)
      {
        return places[index]
      }
      index = (index + 1) & (places.count - 1)
    }
    places[index] = distance
    count += 1
    return distance
  }

  private mutating func rehash(end: UnsafeMutableRawPointer, tail: Int) {
    let old = places
    places = Array(repeating: 0, count: max(16, old.count * 2))
    for distance in old where distance != 0 {
      let vtable = unsafe UnsafeRawPointer(end - (distance - tail))
      let size = unsafe Int(vtable.loadUnaligned(as: UInt16.self))
      var index = unsafe VTableCache.hash(UnsafeRawBufferPointer(start: vtable, count: size))
      index &= places.count - 1
      while places[index] != 0 { index = (index + 1) & (places.count - 1) }
      places[index] = distance
    }
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
