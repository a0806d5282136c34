#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FileIdentity {
  /// The identity of an open file.
  init(descriptor: Int32, _ path: String) throws(LMDBError) {
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { throw LMDBError(number: errno, "open \(path)") }
    self.init(info)
  }
}

func isFolder(_ path: String) -> Bool {
  var info = stat()
  return unsafe stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
}

/// Makes a new file's name survive a power cut, which LMDB leaves to its caller.
func synchronizeFolder(_ path: String) throws(LMDBError) {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw LMDBError(number: errno, "open the folder \(path)") }
  defer { _ = close(descriptor) }
  // Some file systems can't do it for folders and say EINVAL; there is nothing left to do then.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw LMDBError(number: errno, "write the folder \(path) to the disk")
  }
}

/// The length of an open file in bytes.
func fileLength(ofDescriptor descriptor: Int32, _ path: String) throws(LMDBError) -> Int {
  var info = stat()
  guard unsafe fstat(descriptor, &info) == 0 else {
    throw LMDBError(number: errno, "get the length of \(path)")
  }
  return Int(info.st_size)
}
