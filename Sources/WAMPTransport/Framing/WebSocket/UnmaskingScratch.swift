/// Memory that small masked messages are unmasked into, used again for each.
///
/// Sound because a view of it ends with the call that delivers the message.
@safe
final class UnmaskingScratch {
  let capacity: Int
  private let memory: UnsafeMutableRawPointer

  init(capacity: Int) {
    self.capacity = capacity
    unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: max(capacity, 1), alignment: 16)
  }

  deinit { unsafe memory.deallocate() }

  /// Unmasks a part of `chunk`, at most ``capacity`` bytes, and calls `body` with it.
  @inline(__always)
  func unmask(_ chunk: RawSpan, _ range: Range<Int>, key: UInt32, _ body: (RawSpan) -> Void) {
    unsafe chunk.withUnsafeBytes { chunk in
      if !range.isEmpty {
        unsafe Masking.copy(
          from: chunk.baseAddress! + range.lowerBound, to: memory, count: range.count, key: key)
      }
    }
    body(unsafe RawSpan(_unsafeStart: memory, byteCount: range.count))
  }
}
