/// Memory of one size that is lent to one user after the other. Who asks while it is lent gets memory of its own.
///
/// Sound because a piece of it is known either here or to the one it was lent to, never to both. All calls come on one
/// event loop.
@safe
final class LentMemory {
  private let byteCount: Int
  private var spare: UnsafeMutableRawPointer?

  init(byteCount: Int) { self.byteCount = byteCount }

  deinit { unsafe spare?.deallocate() }

  /// Memory to use until it is given back, or deallocated.
  @inline(__always)
  func take() -> UnsafeMutableRawPointer {
    guard let memory = unsafe spare else { return unsafe allocate() }
    unsafe spare = nil
    return unsafe memory
  }

  /// - Parameter memory: what ``take()`` returned; nobody uses it any more.
  @inline(__always)
  func giveBack(_ memory: UnsafeMutableRawPointer) {
    if unsafe spare == nil { unsafe spare = memory } else { unsafe memory.deallocate() }
  }

  @inline(never)
  private func allocate() -> UnsafeMutableRawPointer {
    .allocate(byteCount: byteCount, alignment: 16)
  }
}
