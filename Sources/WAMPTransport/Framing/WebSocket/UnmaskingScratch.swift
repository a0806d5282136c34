/// Memory that small masked messages are unmasked into, used again for each.
///
/// Sound because a view of it ends with the call that delivers the message, and a message that is delivered within such a
/// call gets other memory.
@safe
final class UnmaskingScratch {
  /// The largest message.
  static let capacity = 64 * 1024

  private let memory = LentMemory(byteCount: capacity)

  /// Unmasks a part of `chunk`, at most ``capacity`` bytes, and calls `body` with it.
  @inline(__always)
  func unmask(_ chunk: RawSpan, _ range: Range<Int>, key: UInt32, _ body: (RawSpan) -> Void) {
    let room = unsafe memory.take()
    unsafe chunk.withUnsafeBytes { chunk in
      if !range.isEmpty {
        unsafe Masking.copy(
          from: chunk.baseAddress! + range.lowerBound, to: room, count: range.count, key: key)
      }
    }
    body(unsafe RawSpan(_unsafeStart: room, byteCount: range.count))
    unsafe memory.giveBack(room)
  }
}
