#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The bytes that the file system of a path has left for this process; `nil` if it does not say.
func freeSpace(at path: String) -> Int? {
  var info = statvfs()
  guard unsafe statvfs(path, &info) == 0 else { return nil }
  // The superuser may take blocks that are reserved for it.
  let blocks = geteuid() == 0 ? info.f_bfree : info.f_bavail
  let (bytes, isMuch) = UInt64(blocks).multipliedReportingOverflow(by: UInt64(info.f_frsize))
  return isMuch ? Int.max : Int(clamping: bytes)
}

/// Whether the file system of a path is full.
///
/// LMDB answers "Input/output error" when the system wrote less than all, which is how a disk fills up. What was
/// written before that has taken the last space, so hardly any is left to be seen.
func isFileSystemFull(at path: String) -> Bool {
  freeSpace(at: path).map { $0 < 256 << 10 } ?? false
}

extension Environment {
  /// Throws if the file system has no room for the file to become twice as long, as it may when most of it is rewritten
  /// in one transaction: what is overwritten is free only after the commit.
  ///
  /// - Parameter action: what is to be done, for the message.
  /// - Throws: ``LMDBError/Code/noSpace`` with both numbers.
  package func checkRoomToRewrite(_ action: String) throws(LMDBError) {
    guard let free = freeSpace(at: path) else { return }
    let header = try FileHeader.newest(ofFile: handle.descriptor(path), path)
    let used = header.dataLength ?? 0
    guard free < used else { return }
    throw LMDBError(
      .noSpace, "\(action) \(path): it may take \(used) bytes more, and the file system has \(free) left")
  }
}
