#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A new folder for one database, which is removed with what lies in it.
final class TemporaryFolder: Sendable {
  let path: String
  /// A forked child leaves the folder to its parent.
  private let owner = getpid()

  /// - Throws: ``StoreError/Code/database`` if there is no place for temporary files.
  init() throws(StoreError) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/flatwire-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw StoreError(
        .database, "make a folder in \(parent): \(unsafe String(cString: strerror(errno)))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The database's file.
  var file: String { "\(path)/store.db" }

  /// Removes the database and the folder; may be called again.
  func remove() {
    guard getpid() == owner else { return }
    for name in [file, "\(file)-lock"] { _ = unsafe unlink(name) }
    _ = unsafe rmdir(path)
  }

  deinit { remove() }
}
