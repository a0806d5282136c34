import CLMDB

extension Environment {
  struct Opened {
    let handle: EnvironmentHandle
    let identity: FileIdentity
  }

  static func open(_ path: String, _ options: Options) throws(LMDBError) -> Opened {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw LMDBError(.missing, "open \"\(path)\": this is not a path")
    }
    guard options.maxReaders > 0, options.maxDatabases >= 0 else {
      throw LMDBError(
        .invalidOption,
        "open \(path): maxReaders is \(options.maxReaders) and maxDatabases \(options.maxDatabases); at least 1 and 0 "
          + "are possible")
    }
    return try EnvironmentRegistry.opening { files throws(LMDBError) in
      let location = DatabaseLocation(path)
      let isNew = try check(location, options, open: files)
      if !options.allowsNetworkFileSystem,
        let fileSystem = FileSystem(at: location.file) ?? FileSystem(at: location.folder)
      {
        throw LMDBError(.networkFileSystem, "open \(path): it lies on \(fileSystem.description)")
      }
      if options.access == .immutable {
        try checkNobodyHasOpen(location)
      } else {
        try reserveLockFile(location, maxReaders: options.maxReaders)
      }
      let handle = try openHandle(location, options)
      do throws(LMDBError) {
        let identity = try handle.identity(path)
        try handle.freeStaleReaders(path)
        if isNew { try synchronizeFolder(location.folder) }
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
    _ location: DatabaseLocation, _ options: Options, open: Set<FileIdentity>
  ) throws(LMDBError) -> Bool {
    let path = location.path
    guard let file = try DatabaseFile(location.file, path: path) else {
      guard options.access == .readWrite else {
        throw LMDBError(.missing, "open \(path): there is no such file")
      }
      guard isFolder(location.folder) else {
        throw LMDBError(.missing, "open \(path): there is no folder \(location.folder)")
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
    _ location: DatabaseLocation, _ options: Options
  ) throws(LMDBError) -> EnvironmentHandle {
    var size = options.mapSize ?? 1 << 40
    while true {
      do throws(LMDBError) {
        return try EnvironmentHandle(location, options, mapSize: size)
      } catch {
        guard options.mapSize == nil, let smaller = smallerMapSize(than: size, after: error) else {
          throw error
        }
        size = smaller
      }
    }
  }

  /// The size of map to try after one that the system refused.
  ///
  /// Where address space is limited it answers ENOMEM, under valgrind EINVAL.
  static func smallerMapSize(than size: Int, after error: LMDBError) -> Int? {
    guard [SystemNumber.noMemory, SystemNumber.invalid].contains(error.number), size > 1 << 24 else {
      return nil
    }
    return size / 4
  }

  /// Begins the first reader, and opens the unnamed database with it.
  ///
  /// LMDB compares keys of that database only after it was opened once. And a process that can't read, because
  /// another one has its id, learns that now and not at some of its reads.
  func openMain() throws(LMDBError) {
    let reader = try acquire()
    defer { release(reader) }
    let flags = try reader.transaction.openMain()
    guard flags == 0 else {
      throw LMDBError(
        .incompatible,
        "open \(path): its main database was created with flags 0x\(String(flags, radix: 16)), 0 is expected")
    }
  }
}
