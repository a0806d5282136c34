public import SharedBytes

/// The position of a finished object in a buffer under construction, counted from the buffer's end.
@frozen
public struct BufferOffset: Sendable, Equatable {
  @usableFromInline let distance: UInt32

  @inlinable
  init(_ distance: Int) { self.distance = UInt32(truncatingIfNeeded: distance) }
}

/// The position of a finished table in a buffer under construction.
public typealias TableOffset = BufferOffset

/// Builds FlatBuffers back to front: children first, then the table that refers to them.
///
/// Generated code calls it; applications build from drafts. Tables of equal shape share a vtable.
/// A builder can be used again after ``reset()`` without allocating.
@safe
public struct Builder: ~Copyable {
  // Sound because `reserve(_:)` makes room before every write and nothing else writes.
  @usableFromInline var storage: BuilderStorage
  /// Bytes written so far, all at the end of the storage.
  @usableFromInline var used = 0
  /// Bytes that follow the written ones in the finished buffer and are not held here.
  @usableFromInline let tail: Int
  @usableFromInline let tailCount: Int
  @usableFromInline var minimumAlignment = 4
  @usableFromInline var fields: [Field] = []
  @usableFromInline var tableStart = 0
  @usableFromInline var vtables = VTableCache()
  @usableFromInline var embedded: Embedded?
  @usableFromInline var sharedStrings: [String: BufferOffset] = [:]
  /// Set once the buffer would leave the reach of its offsets; reported by `finish`.
  @usableFromInline var overflowed = false

  @usableFromInline
  struct Field {
    @usableFromInline let slot: Int
    @usableFromInline let distance: Int

    @inlinable
    init(slot: Int, distance: Int) {
      self.slot = slot
      self.distance = distance
    }
  }

  /// - Parameter capacity: bytes to make room for at first.
  @inlinable
  public init(capacity: Int = 256) {
    storage = BuilderStorage(capacity: capacity)
    tail = 0
    tailCount = 0
  }

  /// A builder of everything but the last vector of bytes, which stays where it is.
  ///
  /// The finished buffer is what ``finish(_:identifier:)`` returns, followed by the `externalTail`
  /// bytes and ``tailPadding`` zeros. The vector's elements start 8-byte aligned within the buffer.
  /// Refer to it with the offset ``externalVector(prefix:)`` returns, before anything else is written.
  ///
  /// - Parameter prefixCount: how many bytes of the vector come before the external ones.
  @inlinable
  public init(externalTail count: Int, prefixCount: Int = 0, capacity: Int = 256) {
    storage = BuilderStorage(capacity: capacity)
    tail = ((count &+ prefixCount &+ 7) & ~7) &- prefixCount
    tailCount = count
    minimumAlignment = 8
    overflowed = count > Builder.sizeLimit
  }

  /// The largest buffer offsets can reach into.
  @inlinable static var sizeLimit: Int { Int(Int32.max) - 64 }

  /// Zeros that follow an external tail.
  @inlinable
  public var tailPadding: Int { tail - tailCount }

  /// Distance from the finished buffer's end to its first byte so far.
  @inlinable @inline(__always)
  var size: Int { used &+ tail }

  /// Forgets what was built and keeps the memory, unless a finished record still uses it.
  public mutating func reset() {
    if !isKnownUniquelyReferenced(&storage) {
      storage = BuilderStorage(capacity: unsafe storage.memory.count)
    }
    used = 0
    minimumAlignment = tail == 0 ? 4 : 8
    fields.removeAll(keepingCapacity: true)
    vtables.removeAll()
    embedded = nil
    if !sharedStrings.isEmpty { sharedStrings.removeAll(keepingCapacity: true) }
    overflowed = tailCount > Builder.sizeLimit
  }

  /// Ends the buffer.
  ///
  /// - Parameters:
  ///   - root: the root table.
  ///   - identifier: the file identifier to carry, four bytes.
  /// - Returns: the finished bytes, owned by the result; the builder must be ``reset()`` to be used
  ///   again.
  /// - Throws: ``BuildError`` if the buffer is larger than 2 GiB.
  @inlinable
  public mutating func finish(
    _ root: TableOffset, identifier: String? = nil
  ) throws(BuildError) -> SharedBytes {
    try seal(root, identifier: identifier)
    return unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(storage.end - used), count: used, keptAliveBy: storage)
  }

  @usableFromInline
  mutating func seal(_ root: TableOffset, identifier: String?) throws(BuildError) {
    prepare(identifier == nil ? 4 : 8, alignment: minimumAlignment)
    if let identifier {
      let bytes = Array(identifier.utf8)
      guard bytes.count == 4 else { throw BuildError(.identifier) }
      for byte in bytes.reversed() { push(byte) }
    }
    pushOffset(root)
    if overflowed { throw BuildError(.tooLarge) }
  }
}

/// The memory of a builder; shared with the bytes of a finished record.
///
/// Unchecked `Sendable` because it is written only while one builder owns it alone.
@usableFromInline @safe
final class BuilderStorage: @unchecked Sendable {
  @usableFromInline let memory: UnsafeMutableRawBufferPointer

  @usableFromInline
  init(capacity: Int) {
    unsafe memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: (max(capacity, 64) + 15) & ~15, alignment: 16)
  }

  @inlinable
  var end: UnsafeMutableRawPointer { unsafe memory.baseAddress! + memory.count }

  deinit { unsafe memory.deallocate() }
}
