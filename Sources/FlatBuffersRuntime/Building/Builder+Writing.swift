extension Builder {
  /// Makes room for `size` bytes before the written ones.
  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if size > room { grow(size) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ size: Int) {
    // Past the limit the builder starts over at the front of its memory: the result is never handed
    // out, `finish` throws.
    if self.size + size > Builder.sizeLimit {
      overflowed = true
      room = extent - tail
      vtables.removeAll()
      deferred.removeAll()
    }
    guard size > room else { return }
    let used = used
    let old = unsafe start + room
    let smaller = storage
    storage = unsafe BuilderStorage(capacity: max(smaller.memory.count * 2, (used + size) * 2 + 64))
    useStorage(for: used)
    unsafe (start + room).copyMemory(from: old, byteCount: used)
    extendLifetime(smaller)
  }

  /// Builds in the storage from now on, whose last bytes are for what was written so far.
  @usableFromInline
  mutating func useStorage(for used: Int) {
    unsafe start = storage.start
    let capacity = unsafe storage.memory.count - (tail & 63)
    extent = capacity &+ tail
    room = capacity - used
  }

  /// Makes room for `size` bytes and some before them, for a count for example, and pads so that after the bytes the
  /// position is a multiple of `alignment`.
  @inlinable @inline(__always)
  mutating func prepare(_ size: Int, alignment: Int, leaving least: Int = 8) {
    // It is never less than four.
    if alignment > 4, alignment > minimumAlignment { minimumAlignment = alignment }
    var place = (room &- size) & (0 &- alignment)
    if place < least { place = placeAfterGrowing(size, alignment: alignment, leaving: least) }
    if alignment <= 8 {
      // Always the same store: cheaper than a loop over the padding, and the next write covers the rest.
      unsafe (start + (room &- 8)).storeBytes(of: 0, as: UInt64.self)
    } else {
      let padding = room &- size &- place
      unsafe (start + (place &+ size)).initializeMemory(as: UInt8.self, repeating: 0, count: padding)
    }
    room = place &+ size
  }

  @usableFromInline @inline(never)
  mutating func placeAfterGrowing(_ size: Int, alignment: Int, leaving least: Int) -> Int {
    grow(size + alignment + least)
    let place = (room - size) & -alignment
    precondition(place >= least, "no alignment")
    return place
  }

  /// Writes into room made before.
  @inlinable @inline(__always)
  mutating func push<T: BitwiseCopyable>(_ value: T) {
    room &-= MemoryLayout<T>.size
    unsafe (start + room).storeBytes(of: value, as: T.self)
  }

  /// Writes the offset from here to a finished object, into room made before.
  @inlinable @inline(__always)
  mutating func pushOffset(_ target: BufferOffset) {
    push(UInt32(truncatingIfNeeded: size &+ 4 &- Int(target.distance)))
  }

  /// Writes into room made before.
  @inlinable @inline(__always)
  mutating func push<T: FlatValue>(value: T) {
    room &-= T.byteCount
    unsafe store(value, at: start + room)
  }

  @inlinable @inline(__always)
  func store<T: FlatValue>(_ value: T, at place: UnsafeMutableRawPointer) {
    unsafe place.initializeMemory(as: UInt8.self, repeating: 0, count: T.byteCount)
    var inline = unsafe InlinePlace(_unsafe: place)
    value.store(to: &inline)
  }

  /// Writes into room made before.
  @inlinable @inline(__always)
  mutating func push(bytes: UnsafeRawBufferPointer) {
    room &-= bytes.count
    if let source = bytes.baseAddress {
      unsafe (start + room).copyMemory(from: source, byteCount: bytes.count)
    }
  }
}
