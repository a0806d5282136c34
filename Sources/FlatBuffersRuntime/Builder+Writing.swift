extension Builder {
  /// Makes room for `size` bytes before the written ones.
  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if unsafe used &+ size > storage.memory.count { grow(size) }
  }

  @usableFromInline
  mutating func grow(_ size: Int) {
    // Past the limit the builder starts over at the front of its memory: the result is never handed
    // out, `finish` throws.
    if used + tail + size > Builder.sizeLimit {
      overflowed = true
      used = 0
    }
    let capacity = unsafe max(storage.memory.count * 2, (used + size) * 2)
    guard unsafe used + size > storage.memory.count else { return }
    let larger = BuilderStorage(capacity: capacity)
    unsafe (larger.end - used).copyMemory(from: storage.end - used, byteCount: used)
    storage = larger
  }

  /// Pads so that after `size` more bytes the position is a multiple of `alignment`.
  @inlinable @inline(__always)
  mutating func prepare(_ size: Int, alignment: Int) {
    if alignment > minimumAlignment { minimumAlignment = alignment }
    let padding = (0 &- (self.size &+ size)) & (alignment &- 1)
    reserve(padding &+ size)
    if padding > 0 {
      used &+= padding
      unsafe (storage.end - used).initializeMemory(as: UInt8.self, repeating: 0, count: padding)
    }
  }

  @inlinable @inline(__always)
  mutating func push<T: BitwiseCopyable>(_ value: T) {
    reserve(MemoryLayout<T>.size)
    used &+= MemoryLayout<T>.size
    unsafe (storage.end - used).storeBytes(of: value, as: T.self)
  }

  /// Writes the offset from here to a finished object.
  @inlinable @inline(__always)
  mutating func pushOffset(_ target: BufferOffset) {
    reserve(4)
    push(UInt32(truncatingIfNeeded: size &+ 4 &- Int(target.distance)))
  }

  @inlinable @inline(__always)
  mutating func push<T: FlatValue>(value: T) {
    reserve(T.byteCount)
    used &+= T.byteCount
    let place = unsafe storage.end - used
    unsafe place.initializeMemory(as: UInt8.self, repeating: 0, count: T.byteCount)
    var inline = unsafe InlinePlace(_unsafe: place)
    value.store(to: &inline)
  }

  @inlinable
  mutating func push(bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    used &+= bytes.count
    if let source = bytes.baseAddress {
      unsafe (storage.end - used).copyMemory(from: source, byteCount: bytes.count)
    }
  }
}
