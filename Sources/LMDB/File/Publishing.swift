#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Gives a finished file its name: others see it whole or not at all, and what has the name already is never replaced.
///
/// - Parameters:
///   - file: the file under a name of its own, in the same folder; gone afterwards.
///   - target: the name.
///   - action: what is done and on what, for messages.
/// - Throws: ``LMDBError/Code/exists``; the file is still under its first name then.
package func publish(_ file: String, as target: String, _ action: String) throws(LMDBError) {
  // Unlike a rename, a link fails if there is something.
  guard unsafe link(file, target) != 0 else {
    _ = unsafe unlink(file)
    return try synchronizeFolder(DatabaseLocation.parent(of: target))
  }
  let number = errno
  guard number != EEXIST else { throw LMDBError(number: number, action) }
  // File systems without links (FAT): the name is taken first, so that nobody else has it.
  let placeholder = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard placeholder >= 0 else { throw LMDBError(number: errno, action) }
  _ = close(placeholder)
  guard unsafe rename(file, target) == 0 else {
    let number = errno
    _ = unsafe unlink(target)
    throw LMDBError(number: number, action)
  }
  try synchronizeFolder(DatabaseLocation.parent(of: target))
}

/// Removes a file that was not published, with the lock file that opening it made.
package func discard(_ file: String) {
  for name in [file, "\(file)-lock"] { _ = unsafe unlink(name) }
}

/// The length of a file in bytes; `nil` if there is none.
package func fileLength(of path: String) -> Int? {
  var info = stat()
  return unsafe stat(path, &info) == 0 ? Int(info.st_size) : nil
}

/// Whether there is anything of this name, a broken link included.
package func isTaken(_ path: String) -> Bool {
  var info = stat()
  return unsafe lstat(path, &info) == 0
}
