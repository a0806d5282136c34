import Synchronization

/// Which files this process has open.
///
/// Opening a file twice makes LMDB drop the first environment's locks when the second one closes, and
/// then overwrite pages that are still being read.
final class EnvironmentRegistry: Sendable {
  private let open = Mutex<Set<FileIdentity>>([])

  /// The address of the registry of this process, 0 before it is needed. A registry is never freed.
  private static let current = Atomic<UInt>(0)

  /// A forked child has opened nothing, whatever its parent has.
  static func startAnew() {
    current.store(0, ordering: .relaxed)
  }

  private static var shared: EnvironmentRegistry {
    var address = current.load(ordering: .acquiring)
    if address == 0 {
      let made = unsafe Unmanaged.passRetained(EnvironmentRegistry())
      let ours = unsafe UInt(bitPattern: made.toOpaque())
      let result = current.compareExchange(expected: 0, desired: ours, ordering: .acquiringAndReleasing)
      // Another thread may have been faster.
      if !result.exchanged { unsafe made.release() }
      address = result.exchanged ? ours : result.original
    }
    guard let known = unsafe UnsafeRawPointer(bitPattern: address) else { return EnvironmentRegistry() }
    // Sound because only addresses of registries that are never freed get here.
    return unsafe Unmanaged<EnvironmentRegistry>.fromOpaque(known).takeUnretainedValue()
  }

  /// Runs `body`, which opens a file, while no other file is being opened.
  static func opening<R: ~Copyable>(
    _ body: (_ open: inout Set<FileIdentity>) throws(LMDBError) -> sending R
  ) throws(LMDBError) -> sending R {
    try shared.open.withLock { files throws(LMDBError) in try body(&files) }
  }

  /// Closes a file with `body` and forgets it, while no other file is being opened: the system may give
  /// the identity of a deleted file to the next one as soon as it is closed.
  static func close(_ file: FileIdentity, _ body: () -> Void) {
    shared.open.withLock { files in
      body()
      files.remove(file)
    }
  }
}
