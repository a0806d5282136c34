#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is being made, and that is gone again unless it was finished.
struct NewFile: ~Copyable {
  let descriptor: Int32
  private let path: String
  private let action: String
  private var isFinished = false

  /// - Parameters:
  ///   - path: where nothing may be yet.
  ///   - action: what is done and on what, for messages.
  init(_ path: String, _ action: String) throws(LMDBError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw LMDBError(.missing, "\(action): this is not a path")
    }
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      let number = errno
      if number == ENOENT { throw LMDBError(.missing, "\(action): there is no folder for it") }
      throw LMDBError(number: number, action)
    }
    descriptor = opened
    self.path = path
    self.action = action
  }

  deinit {
    _ = close(descriptor)
    if !isFinished { _ = unsafe unlink(path) }
  }

  /// Makes content and name survive a power cut.
  mutating func finish() throws(LMDBError) {
    guard fsync(descriptor) == 0 else { throw LMDBError(number: errno, action, file: path) }
    try synchronizeFolder(DatabaseLocation.parent(of: path))
    isFinished = true
  }
}
