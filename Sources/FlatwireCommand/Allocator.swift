import CAllocator

/// The settings of the C library's allocator that suit a long-lived server.
///
/// For a program only: a library must not change how the program around it gets its memory.
enum Allocator {
  /// Gives freed memory back to the system.
  ///
  /// glibc raises these two limits as it sees large blocks freed, and then keeps what a flood of large messages took:
  /// gigabytes, until the program ends. Setting them keeps them where they are at the start.
  static func giveMemoryBack() {
    #if canImport(Glibc)
      for option in [M_MMAP_THRESHOLD, M_TRIM_THRESHOLD] { mallopt(option, 128 * 1024) }
    #endif
  }
}
