/// The memory of a builder; shared with the bytes of a finished record.
///
/// Unchecked `Sendable` because it is written only while one builder owns it alone.
@usableFromInline @safe
final class BuilderStorage: @unchecked Sendable {
  @usableFromInline let memory: UnsafeMutableRawBufferPointer

  @usableFromInline
  init(capacity: Int) {
    unsafe memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: (max(capacity, 64) + 63) & ~63, alignment: 16)
  }

  @inlinable
  var start: UnsafeMutableRawPointer { unsafe memory.baseAddress! }

  deinit { unsafe memory.deallocate() }
}
