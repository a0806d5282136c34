extension Builder {
  /// Makes room for `size` bytes before the written ones.
  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if used &+ size > capacity { grow(size) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ size: Int) {
    // Past the limit the builder starts over at the front of its memory: the result is never handed
    // out, `finish` throws.
    if used + tail + size > Builder.sizeLimit {
      overflowed = true
      used = 0
      vtables.removeAll()
      deferred.removeAll()
    }
    guard used + size > capacity else { return }
    let larger = BuilderStorage(capacity: max(capacity * 2, (used + size) * 2))
    unsafe (larger.end - used).copyMemory(from: end - used, byteCount: used)
    adopt(larger)
  }

  /// Builds in other memory from now on.
  mutating func adopt(_ memory: BuilderStorage) {
    storage = memory
    unsafe end = memory.end
    capacity = unsafe memory.memory.count
  }

  /// Makes room for `size` bytes and a count of up to eight before them, and pads so that after the bytes the
  /// position is a multiple of `alignment`.
  @inlinable @inline(__always)
  mutating func prepare(_ size: Int, alignment: Int) {
    if alignment > minimumAlignment { minimumAlignment = alignment }
    let padding = (0 &- (self.size &+ size)) & (alignment &- 1)
    reserve(padding &+ size &+ 8)
    if alignment <= 8 {
      // Always the same store: cheaper than a loop over the padding, and the next write covers the rest.
      unsafe (end - (used &+ 8)).storeBytes(of: 0, as: UInt64.self)
    } else {
      unsafe (end - (used &+ padding)).initializeMemory(as: UInt8.self, repeating: 0, count: padding)
    }
    used &+= padding
  }

  /// Writes into room made before.
  @inlinable @inline(__always)
  mutating func push<T: BitwiseCopyable>(_ value: T) {
    used &+= MemoryLayout<T>.size
    unsafe (end - used).storeBytes(of: value, as: T.self)
  }

  /// Writes the offset from here to a finished object, into room made before.
  @inlinable @inline(__always)
  mutating func pushOffset(_ target: BufferOffset) {
    push(UInt32(truncatingIfNeeded: size &+ 4 &- Int(target.distance)))
  }

  /// Writes into room made before.
  @inlinable @inline(__always)
  mutating func push<T: FlatValue>(value: T) {
    used &+= T.byteCount
    unsafe store(value, at: end - used)
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
    used &+= bytes.count
    if let source = bytes.baseAddress {
      unsafe (end - used).copyMemory(from: source, byteCount: bytes.count)
    }
  }
}
