extension Environment {
  struct Opened {
    let handle: EnvironmentHandle
    let identity: FileIdentity
  }

  static func open(_ path: String, _ options: Options) throws(LMDBError) -> Opened {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw LMDBError(.missing, "open \"\(path)\": this is not a path")
    }
    return try EnvironmentRegistry.opening { files throws(LMDBError) in
      let folder = parent(of: path)
      let isNew = try check(path, folder: folder, options, open: files)
      if !options.allowsNetworkFileSystem, let name = NetworkFileSystem.name(at: folder) {
        throw LMDBError(.networkFileSystem, "open \(path): it lies on a \(name) file system")
      }
      let handle = try openHandle(path, options)
      do throws(LMDBError) {
        let identity = try handle.identity(path)
        try handle.freeStaleReaders(path)
        if isNew { try synchronizeFolder(folder) }
        files.insert(identity)
        return Opened(handle: handle, identity: identity)
      } catch {
        handle.close()
        throw error
      }
    }
  }

  /// - Returns: whether the file is to be created.
  private static func check(
    _ path: String, folder: String, _ options: Options, open: Set<FileIdentity>
  ) throws(LMDBError) -> Bool {
    guard let file = try DatabaseFile(path: path) else {
      guard options.access == .readWrite else {
        throw LMDBError(.missing, "open \(path): there is no such file")
      }
      guard isFolder(folder) else {
        throw LMDBError(.missing, "open \(path): there is no folder \(folder)")
      }
      return true
    }
    guard !open.contains(file.identity) else {
      throw LMDBError(.alreadyOpen, "open \(path): this process has the file open already")
    }
    guard try file.check() == nil else { return false }
    guard options.access == .readWrite else {
      throw LMDBError(.notADatabase, "open \(path): the file is empty")
    }
    return true
  }

  /// Maps as much address space as asked for; by default 1 TiB or the most that can be had.
  private static func openHandle(
    _ path: String, _ options: Options
  ) throws(LMDBError) -> EnvironmentHandle {
    var size = options.mapSize ?? 1 << 40
    while true {
      do throws(LMDBError) {
        return try EnvironmentHandle(path: path, options: options, mapSize: size)
      } catch {
        guard error.code == .noMemory, options.mapSize == nil, size > 1 << 30 else { throw error }
        size /= 4
      }
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
