#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes a folder that is opened as LMDB's other layout, with `data.mdb` and `lock.mdb`, unless one is there.
///
/// - Returns: whether there is nothing in the data file yet.
/// - Throws: ``LMDBError`` naming the path, if its parent is missing or may not be written to.
package func makeDatabaseFolder(at path: String) throws(LMDBError) -> Bool {
  let action = "make the database \(path)"
  guard !path.isEmpty, !path.utf8.contains(0) else {
    throw LMDBError(.missing, "\(action): this is not a path")
  }
  guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw LMDBError(number: errno, action) }
  // An empty data file is a new database; a folder is told from a file by it.
  let opened = unsafe open(path + "/data.mdb", O_CREAT | O_RDONLY | O_CLOEXEC, 0o644)
  guard opened >= 0 else { throw LMDBError(number: errno, action) }
  defer { _ = close(opened) }
  var info = stat()
  guard unsafe fstat(opened, &info) == 0 else { throw LMDBError(number: errno, action) }
  return info.st_size == 0
}
