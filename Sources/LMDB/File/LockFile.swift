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

/// Looks whether another process has a database open, without locking anything.
///
/// Every process that has it open holds a lock on the first byte of the lock file (`mdb_env_share_locks` in mdb.c). Where
/// that file can't be read nothing can be told.
///
/// To be called before this process has the database open, as ``reserveLockFile(_:maxReaders:)``.
///
/// - Throws: ``LMDBError/Code/inUse``.
func checkNobodyHasOpen(_ location: DatabaseLocation) throws(LMDBError) {
  let descriptor = unsafe open(location.lockFile, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  defer { _ = close(descriptor) }
  var lock = flock()
  lock.l_type = Int16(F_WRLCK)
  lock.l_whence = Int16(SEEK_SET)
  lock.l_len = 1
  guard unsafe fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return }
  throw LMDBError(
    .inUse,
    "open \(location.path): process \(lock.l_pid) has it open, and may change what is read without a lock file"
  )
}
