/// Heap memory for bytes that are built once and never changed afterwards.
///
/// 16-byte aligned, so that a record built here can hand out typed spans of any scalar.
/// Unchecked `Sendable` because this object alone owns the memory, written only before it is shared.
@usableFromInline @safe
final class ByteStorage: @unchecked Sendable {
  @usableFromInline let memory: UnsafeMutableRawBufferPointer

  @usableFromInline
  init(capacity: Int) {
    unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity, 1), alignment: 16)
  }

  deinit { unsafe memory.deallocate() }
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
    let storage = ByteStorage(capacity: capacity)
    let memory = unsafe UnsafeMutableRawBufferPointer(rebasing: storage.memory[..<capacity])
    let count = try unsafe initializer(memory)
    precondition(count >= 0 && count <= capacity, "initializer wrote past the capacity")
    unsafe self.init(
      unsafeStart: UnsafeRawPointer(storage.memory.baseAddress!), count: count, keptAliveBy: storage)
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
