extension Builder {
  /// Begins a table. Everything it refers to must be finished; tables do not interleave.
  @inlinable
  public mutating func startTable() {
    if vtableEntryCount > 2 { forgetFields() }
    tableStart = size
  }

  /// Adds a scalar, enum or struct unless it equals the field's default.
  ///
  /// Call in order of falling alignment for the smallest table.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T, _ slot: Int, default fallback: T) {
    if value != fallback || forcesDefaults { add(value, slot) }
  }

  /// Adds a number unless it has the bits of the field's default: zero has a sign that must not get lost.
  @inlinable @inline(__always)
  public mutating func add(_ value: Float, _ slot: Int, default fallback: Float) {
    if value.bitPattern != fallback.bitPattern || forcesDefaults { add(value, slot) }
  }

  /// Adds a number unless it has the bits of the field's default: zero has a sign that must not get lost.
  @inlinable @inline(__always)
  public mutating func add(_ value: Double, _ slot: Int, default fallback: Double) {
    if value.bitPattern != fallback.bitPattern || forcesDefaults { add(value, slot) }
  }

  /// Adds a scalar, enum or struct.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T, _ slot: Int) {
    switch (T.byteCount, T.alignment) {
    case (1, 1): unsafe store(value, at: place1(slot))
    case (2, 2): unsafe store(value, at: place2(slot))
    case (4, 4): unsafe store(value, at: place4(slot))
    case (8, 8): unsafe store(value, at: place8(slot))
    default:
      prepare(T.byteCount, alignment: T.alignment)
      push(value: value)
      note(slot)
    }
  }

  /// Adds a scalar, enum or struct if there is one.
  @inlinable @inline(__always)
  public mutating func add<T: FlatValue>(_ value: T?, _ slot: Int) {
    if let value { add(value, slot) }
  }

  /// Adds a reference to a finished string, vector or table if there is one.
  public mutating func add(offset: BufferOffset?, _ slot: Int) {
    guard let offset else { return }
    prepare(4, alignment: 4)
    pushOffset(offset)
    note(slot)
  }

  /// Adds a reference of 64 bits to a finished string or vector if there is one.
  public mutating func add(offset64 offset: BufferOffset?, _ slot: Int) {
    guard let offset else { return }
    prepare(8, alignment: 8)
    push(UInt64(truncatingIfNeeded: size &+ 8 &- Int(offset.distance)))
    note(slot)
  }

  // Making room for a field of each size. Not inlined, as each field of each table of a client would have a copy.

  @usableFromInline @inline(never)
  mutating func place1(_ slot: Int) -> UnsafeMutableRawPointer { unsafe place(1, slot) }

  @usableFromInline @inline(never)
  mutating func place2(_ slot: Int) -> UnsafeMutableRawPointer { unsafe place(2, slot) }

  @usableFromInline @inline(never)
  mutating func place4(_ slot: Int) -> UnsafeMutableRawPointer { unsafe place(4, slot) }

  @usableFromInline @inline(never)
  mutating func place8(_ slot: Int) -> UnsafeMutableRawPointer { unsafe place(8, slot) }

  @inline(__always)
  private mutating func place(_ size: Int, _ slot: Int) -> UnsafeMutableRawPointer {
    prepare(size, alignment: size)
    room &-= size
    note(slot)
    return unsafe start + room
  }

  /// Ends the table.
  public mutating func endTable() -> TableOffset {
    let entryCount = vtableEntryCount
    prepare(4, alignment: 4, leaving: entryCount &* 2 &+ 8)
    push(Int32(0))
    let table = size
    if table &- tableStart > Int(UInt16.max) { hasLargeTable = true }
    room &-= entryCount &* 2
    let vtable = unsafe start + room
    unsafe vtable.storeBytes(of: UInt16(truncatingIfNeeded: entryCount &* 2), as: UInt16.self)
    unsafe vtable.storeBytes(
      of: UInt16(truncatingIfNeeded: table &- tableStart), toByteOffset: 2, as: UInt16.self)
    let places = unsafe places
    var entry = 2
    while entry < entryCount {
      let place = unsafe Int(places[entry])
      let offset = table &- place
      // Not possible before an overflow. A loop that may end early is not made one of wide loads, which would have to
      // wait for the narrow stores of the fields.
      if offset < 0 { break }
      unsafe vtable.storeBytes(
        of: place == 0 ? 0 : UInt16(truncatingIfNeeded: offset), toByteOffset: entry &* 2, as: UInt16.self)
      unsafe places[entry] = 0
      entry &+= 1
    }
    if entry < entryCount { forgetFields() }
    vtableEntryCount = 2
    let shared = unsafe vtables.insert(
      UnsafeRawBufferPointer(start: vtable, count: entryCount &* 2), distance: size, start: start,
      extent: extent)
    if shared != size { room &+= entryCount &* 2 }
    let place = unsafe start + (extent &- table)
    unsafe place.storeBytes(of: Int32(truncatingIfNeeded: shared &- table), as: Int32.self)
    return TableOffset(table)
  }

  /// Notes that what was written last is the field of a vtable slot.
  @inlinable @inline(__always)
  mutating func note(_ slot: Int) {
    let entry = slot &>> 1
    if UInt(bitPattern: entry) >= UInt(bitPattern: Builder.leastPlaces),
      UInt(bitPattern: entry) >= UInt(bitPattern: placeCapacity)
    {
      growPlaces(entry)
    }
    if entry >= vtableEntryCount { vtableEntryCount = entry &+ 1 }
    unsafe places[entry] = UInt32(truncatingIfNeeded: size)
  }

  /// How many places there are at least; known to the compiler, so that few vtables need a look.
  @inlinable static var leastPlaces: Int { 32 }

  @usableFromInline @inline(never)
  mutating func growPlaces(_ entry: Int) {
    precondition(entry >= 0 && entry < 1 << 15, "no slot of a vtable")
    let larger = unsafe Builder.makePlaces(max(placeCapacity * 2, entry + 1))
    unsafe larger.update(from: places, count: placeCapacity)
    unsafe places.deallocate()
    unsafe places = larger
    placeCapacity = max(placeCapacity * 2, entry + 1)
  }

  @usableFromInline @unsafe
  static func makePlaces(_ count: Int) -> UnsafeMutablePointer<UInt32> {
    let places = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    unsafe places.initialize(repeating: 0, count: count)
    return unsafe places
  }

  /// Forgets the fields of a table that was not ended.
  @usableFromInline @inline(never)
  mutating func forgetFields() {
    unsafe places.update(repeating: 0, count: vtableEntryCount)
    vtableEntryCount = 2
  }
}
