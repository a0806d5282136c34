#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where a database and its lock file lie.
///
/// Everybody who opens a database must lock the same file, or they overwrite each other's pages. LMDB derives the
/// lock file from the path and from how it is opened: `PATH-lock` beside a file, `lock.mdb` in a folder with
/// `data.mdb`. So a `data.mdb` with a `lock.mdb` is opened as its folder, and a link as what it points to.
struct DatabaseLocation {
  /// As it was given; for messages.
  let path: String
  /// What LMDB is given.
  let opened: String
  /// The file with the data.
  let file: String
  /// Whether LMDB is to expect a folder with `data.mdb` and `lock.mdb`.
  let isFolder: Bool

  /// The folder that the data lie in.
  var folder: String { DatabaseLocation.parent(of: file) }

  /// The file that LMDB locks.
  var lockFile: String { isFolder ? opened + "/lock.mdb" : opened + "-lock" }

  init(_ path: String) {
    self.path = path
    let target = DatabaseLocation.target(of: path)
    let inside = target + (target.hasSuffix("/") ? "" : "/") + "data.mdb"
    if LMDB.isFolder(target) {
      isFolder = exists(inside)
      opened = target
      file = isFolder ? inside : target
      return
    }
    let folder = DatabaseLocation.parent(of: target)
    let name = target.split(separator: "/").last.map(String.init)
    isFolder = name == "data.mdb" && exists(folder + "/lock.mdb")
    opened = isFolder ? folder : target
    file = target
  }

  /// What a link points to; any other path as it is.
  private static func target(of path: String) -> String {
    var info = stat()
    guard unsafe lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFLNK,
      let resolved = unsafe realpath(path, nil)
    else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

private func exists(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}
