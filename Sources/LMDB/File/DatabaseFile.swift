#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A database file that is looked at before LMDB maps it.
///
/// LMDB trusts the file: a wrong page size or a missing page is a signal, not an error code. All that
/// can be told without walking the whole tree is therefore checked here first.
struct DatabaseFile: ~Copyable {
  let path: String
  let identity: FileIdentity
  private let descriptor: Int32

  /// - Parameters:
  ///   - file: where it is.
  ///   - path: for messages.
  /// - Returns: `nil` if there is no such file.
  init?(_ file: String, path: String) throws(LMDBError) {
    self.path = path
    var info = stat()
    guard unsafe stat(file, &info) == 0 else {
      let number = errno
      if number == ENOENT { return nil }
      throw LMDBError(number: number, "open \(path)")
    }
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw LMDBError(
        .notAFile,
        "open \(path): this is "
          + (info.st_mode & S_IFMT == S_IFDIR ? "a folder that holds no data.mdb" : "not a regular file")
          + "; a database is one file, or a folder with data.mdb")
    }
    let opened = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw LMDBError(number: errno, "open \(path)") }
    descriptor = opened
    identity = FileIdentity(info)
  }

  deinit { _ = close(descriptor) }

  /// The file's length in bytes, as of now.
  func length() throws(LMDBError) -> Int { try fileLength(ofDescriptor: descriptor, path) }

  /// Reads up to `count` bytes; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(LMDBError) -> FileBytes {
    try FileBytes(of: descriptor, path, at: offset, count: count)
  }
}

/// What makes a file the same file under any name.
struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64

  init(_ info: stat) {
    device = UInt64(truncatingIfNeeded: info.st_dev)
    inode = UInt64(truncatingIfNeeded: info.st_ino)
  }
}

/// Bytes read from a file, with numbers in the machine's order, as LMDB writes them.
struct FileBytes {
  let bytes: [UInt8]

  /// Reads up to `count` bytes; fewer only at the end of the file.
  init(of descriptor: Int32, _ path: String, at offset: Int, count: Int) throws(LMDBError) {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw LMDBError(number: errno, "read \(path)")
      }
      if got == 0 { break }
      done += got
    }
    bytes.removeLast(count - done)
    self.bytes = bytes
  }

  /// The number at `offset`, or `nil` if it is not all there.
  func number<T: FixedWidthInteger>(at offset: Int, as type: T.Type = T.self) -> T? {
    guard offset >= 0, offset + MemoryLayout<T>.size <= bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
  }
}
