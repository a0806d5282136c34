/// Heap memory for bytes that are built once and never changed afterwards: one allocation, with its owner's counter.
///
/// 16-byte aligned, so that a record built here can hand out typed spans of any scalar. Written only before it is shared,
/// which is why ``SharedBytes`` may send it anywhere.
@usableFromInline @safe
final class ByteStorage: ManagedBuffer<Int, SIMD2<UInt64>> {
  /// Memory of at least this many bytes, not zeroed.
  @usableFromInline
  static func allocate(capacity: Int) -> ByteStorage {
    let buffer = ByteStorage.create(minimumCapacity: (max(capacity, 1) &+ 15) / 16) { _ in capacity }
    return unsafe unsafeDowncast(buffer, to: ByteStorage.self)
  }

  /// The memory, valid as long as this object.
  @usableFromInline
  var memory: UnsafeMutableRawBufferPointer {
    unsafe withUnsafeMutablePointers { capacity, elements in
      unsafe UnsafeMutableRawBufferPointer(start: elements, count: capacity.pointee)
    }
  }
}

extension SharedBytes {
  /// Builds bytes in place, without an intermediate copy.
  ///
  /// - Parameters:
  ///   - capacity: how many bytes there is room for. The memory is 16-byte aligned, not zeroed.
  ///   - initializer: writes the bytes and returns how many it wrote, at most `capacity`.
  @inlinable @unsafe
  public init<E: Error>(
    capacity: Int,
    initializingWith initializer: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    let storage = ByteStorage.allocate(capacity: capacity)
    let memory = unsafe storage.memory
    let count = try unsafe initializer(memory)
    precondition(count >= 0 && count <= capacity, "initializer wrote past the capacity")
    unsafe self.init(
      unsafeStart: UnsafeRawPointer(memory.baseAddress!), count: count, keptAliveBy: storage)
  }

  /// A copy of `bytes`.
  @inlinable
  public init(copying bytes: RawSpan) {
    unsafe self.init(capacity: bytes.byteCount) { (memory: UnsafeMutableRawBufferPointer) -> Int in
      unsafe bytes.withUnsafeBytes { source in
        unsafe memory.copyMemory(from: source)
      }
      return bytes.byteCount
    }
  }

  /// A copy of `array`.
  @inlinable
  public init(_ array: [UInt8]) {
    unsafe self.init(copying: array.span.bytes)
  }

  /// A copy of any bytes: Foundation's `Data`, or a part of an array.
  public init(_ bytes: some Collection<UInt8>) {
    // Data and arrays lie in one piece, which is copied as one: byte by byte takes hundreds of times as long.
    let copy = bytes.withContiguousStorageIfAvailable { unsafe SharedBytes(copying: $0.span.bytes) }
    if let copy {
      self = copy
      return
    }
    unsafe self.init(capacity: bytes.count) { memory in
      unsafe memory.initializeMemory(as: UInt8.self, from: bytes).initialized.count
    }
  }
}

extension Array where Element == UInt8 {
  /// A copy of `bytes`.
  @inlinable
  public init(_ bytes: SharedBytes) {
    self = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
  }
}
