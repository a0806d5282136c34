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

  /// Closes a file with `body` and forgets it, while no other file is being opened: the system may give
  /// the identity of a deleted file to the next one as soon as it is closed.
  static func close(_ file: FileIdentity, _ body: () -> Void) {
    open.withLock { files in
      body()
      files.remove(file)
    }
  }
}
