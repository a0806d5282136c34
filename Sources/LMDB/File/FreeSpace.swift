#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whether the file system of a path is full.
///
/// LMDB answers "Input/output error" when the system wrote less than all, which is how a disk fills up. What was
/// written before that has taken the last space, so hardly any is left to be seen.
func isFileSystemFull(at path: String) -> Bool {
  var info = statvfs()
  guard unsafe statvfs(path, &info) == 0 else { return false }
  // The superuser may take blocks that are reserved for it.
  let blocks = geteuid() == 0 ? info.f_bfree : info.f_bavail
  let (bytes, isMuch) = UInt64(blocks).multipliedReportingOverflow(by: UInt64(info.f_frsize))
  return !isMuch && bytes < 256 << 10
}
