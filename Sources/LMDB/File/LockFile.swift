import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Takes disk space for a lock file, in which every process that reads has slots.
///
/// LMDB makes it a file with holes and writes to it through a memory map: on a full disk the first use of a slot in a
/// hole would be a signal and no error. The length stays as it is: from it others tell how many slots there are.
///
/// To be called before this process has the database open. Closing any descriptor of a file gives back all locks that
/// the process has on it (POSIX, fcntl), and LMDB's are on this one.
///
/// - Throws: ``LMDBError/Code/noSpace``. Anything else is left to LMDB, which opens the file next.
func reserveLockFile(_ location: DatabaseLocation, maxReaders: Int) throws(LMDBError) {
  #if os(Linux)
    let descriptor = unsafe open(location.lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { return }
    let (slotSize, headerSize, keepSize): (Int, Int, Int32) = (64, 4096, 1)
    let length = max(Int(info.st_size), headerSize + slotSize * Int(UInt32(clamping: maxReaders)))
    // Not every file system can do it; and some quotas answer EDQUOT.
    guard fallocate(descriptor, keepSize, 0, off_t(length)) != 0, errno == ENOSPC || errno == EDQUOT else {
      return
    }
    throw LMDBError(number: errno, "open \(location.path): take \(length) bytes for \(location.lockFile)")
  #endif
}
