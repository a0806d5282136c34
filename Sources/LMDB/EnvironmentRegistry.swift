import Synchronization

/// Which files this process has open.
///
/// Opening a file twice makes LMDB drop the first environment's locks when the second one closes, and
/// then overwrite pages that are still being read.
enum EnvironmentRegistry {
  private static let open = Mutex<Set<FileIdentity>>([])

  /// Runs `body`, which opens a file, while no other file is being opened.
  static func opening<R: ~Copyable>(
    _ body: (_ open: inout Set<FileIdentity>) throws(LMDBError) -> sending R
  ) throws(LMDBError) -> sending R {
    try open.withLock { files throws(LMDBError) in try body(&files) }
  }

  static func close(_ file: FileIdentity) {
    _ = open.withLock { $0.remove(file) }
  }
}
