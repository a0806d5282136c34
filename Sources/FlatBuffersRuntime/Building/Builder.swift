public import SharedBytes

/// Builds FlatBuffers back to front: children first, then the table that refers to them.
///
/// Generated code calls it; applications build from drafts. Tables of equal shape share a vtable.
/// A builder can be used again after ``reset()`` without allocating.
@safe
public struct Builder: ~Copyable {
  // Sound because `prepare` or `reserve` makes room before every write and nothing else writes.
  @usableFromInline var storage: BuilderStorage
  /// The start of the storage.
  @usableFromInline var start: UnsafeMutableRawPointer
  /// Bytes of the storage that are still free, all before the written ones.
  @usableFromInline var room = 0
  /// What ``room`` and ``size`` are together: a multiple of every alignment, so that one is aligned if the other is.
  @usableFromInline var extent = 0
  /// Bytes that follow the written ones in the finished buffer and are not held here.
  @usableFromInline let tail: Int
  @usableFromInline let tailCount: Int
  @usableFromInline var minimumAlignment = 4
  @usableFromInline var tableStart = 0
  /// Where the fields of the table being built lie, by vtable entry; 0 for an absent one. All other places
  /// are 0, too.
  @usableFromInline var places: UnsafeMutablePointer<UInt32>
  @usableFromInline var placeCapacity = Builder.leastPlaces
  /// Entries of the vtable being built, the two of its header included.
  @usableFromInline var vtableEntryCount = 2
  /// Finished elements of the vectors of objects being built, an inner vector's after the outer one's.
  @usableFromInline var pending: [BufferOffset] = []
  @usableFromInline var vtables = VTableCache()
  /// Records with unknown members, and the one that was used last.
  @usableFromInline var embedded: [KeptRecord: EmbeddedRecord] = [:]
  @usableFromInline var embeddedLast: EmbeddedRecord?
  /// Whether there are embedded records, shared strings or deferred vectors.
  @usableFromInline var hasExtras = false
  @usableFromInline var sharedStrings: [StringKey: BufferOffset] = [:]
  /// Whether scalars and enums that have their defaults are written, too: a record then keeps its values under a schema
  /// with other defaults, and can be changed in place by those who do so.
  public var forcesDefaults = false
  /// How many bytes of a vector of numbers are too many to be copied twice.
  @usableFromInline var deferralThreshold = Int.max
  /// Vectors whose elements are still to be copied, from the last in the buffer to the first.
  @usableFromInline var deferred: [DeferredVector] = []
  /// Set once the buffer would leave the reach of its offsets; reported by `finish`.
  @usableFromInline var overflowed = false
  /// Set once a table was larger than its vtable can tell; reported by `finish`.
  @usableFromInline var hasLargeTable = false

  /// - Parameter capacity: bytes to make room for at first.
  @inlinable
  public init(capacity: Int = 256) {
    storage = BuilderStorage(capacity: capacity)
    unsafe start = storage.start
    unsafe places = Builder.makePlaces(Builder.leastPlaces)
    tail = 0
    tailCount = 0
    useStorage(for: 0)
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
    unsafe start = storage.start
    unsafe places = Builder.makePlaces(Builder.leastPlaces)
    tail = ((count &+ prefixCount &+ 7) & ~7) &- prefixCount
    tailCount = count
    minimumAlignment = 8
    overflowed = count > Builder.sizeLimit
    useStorage(for: 0)
  }

  deinit { unsafe places.deallocate() }

  /// The largest buffer offsets can reach into.
  @inlinable static var sizeLimit: Int { Int(Int32.max) - 64 }

  /// Zeros that follow an external tail.
  @inlinable
  public var tailPadding: Int { tail - tailCount }

  /// Distance from the finished buffer's end to its first byte so far.
  @inlinable @inline(__always)
  var size: Int { extent &- room }

  /// Bytes written so far, all at the end of the storage.
  @inlinable
  var used: Int { size &- tail }

  /// The end of the written bytes.
  @inlinable
  var end: UnsafeMutableRawPointer { unsafe start + (extent &- tail) }

  /// Forgets what was built and keeps the memory, unless a finished record still uses it.
  public mutating func reset() {
    if !isKnownUniquelyReferenced(&storage) {
      unsafe storage = BuilderStorage(capacity: storage.memory.count)
      useStorage(for: 0)
    }
    room = extent &- tail
    minimumAlignment = tail == 0 ? 4 : 8
    if vtableEntryCount > 2 { forgetFields() }
    if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
    vtables.removeAll()
    if hasExtras { forgetExtras() }
    overflowed = tailCount > Builder.sizeLimit
    hasLargeTable = false
  }

  /// Forgets what few records have.
  @inline(never)
  private mutating func forgetExtras() {
    hasExtras = false
    embedded.removeAll()
    embeddedLast = nil
    sharedStrings.removeAll(keepingCapacity: true)
    deferred.removeAll()
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
    if hasExtras { completeDeferred() }
    return unsafe SharedBytes(
      unsafeStart: UnsafeRawPointer(start + room), count: used, keptAliveBy: storage)
  }

  @usableFromInline
  mutating func seal(_ root: TableOffset, identifier: String?) throws(BuildError) {
    prepare(identifier == nil ? 4 : 8, alignment: minimumAlignment)
    if let identifier {
      guard identifier.utf8.count == 4 else { throw BuildError.identifier }
      push(identifier.utf8.reduce(0) { $0 >> 8 | UInt32($1) << 24 })
    }
    pushOffset(root)
    if overflowed { throw BuildError.tooLarge }
    if hasLargeTable { throw BuildError.tableTooLarge }
  }
}
