import CLMDB

/// A pointer to an open `MDB_env`: all calls of LMDB that concern the environment.
///
/// Safe and unchecked `Sendable` because LMDB allows these calls from all threads, and because
/// ``Environment``, the only owner, calls ``close()`` once and last. But for ``letCommitsWait(_:)``, which only the one
/// who holds LMDB's write lock calls.
@safe
struct EnvironmentHandle: @unchecked Sendable {
  let pointer: OpaquePointer
  /// The flags by which commits don't wait for the disk, or not for all of it; 0 if they wait.
  private let laxity: UInt32

  /// - Parameter location: where the database lies.
  init(_ location: DatabaseLocation, _ options: Environment.Options, mapSize: Int) throws(LMDBError) {
    let path = location.path
    var created: OpaquePointer?
    let status = unsafe mdb_env_create(&created)
    guard status == 0, let environment = unsafe created else {
      throw LMDBError(number: status, "open \(path)")
    }
    unsafe pointer = environment
    // A transaction belongs to its object, not to a thread.
    var flags = MDB_NOTLS
    if !location.isFolder { flags |= MDB_NOSUBDIR }
    if options.access.isReadOnly { flags |= MDB_RDONLY }
    if options.access == .immutable { flags |= MDB_NOLOCK }
    laxity =
      switch options.durability {
      case .full: 0
      case .recentWritesMayBeLost: UInt32(MDB_NOMETASYNC)
      case .fileMayBeLost: UInt32(MDB_NOSYNC)
      }
    let steps: [Int32] = [
      unsafe mdb_env_set_mapsize(environment, max(mapSize, 0)),
      unsafe mdb_env_set_maxreaders(environment, UInt32(clamping: options.maxReaders)),
      unsafe mdb_env_set_maxdbs(environment, UInt32(clamping: options.maxDatabases)),
      unsafe mdb_env_open(environment, location.opened, UInt32(flags) | laxity, 0o644),
    ]
    guard let failure = steps.first(where: { $0 != 0 }) else { return }
    unsafe mdb_env_close(environment)
    throw LMDBError(number: failure, "open \(path)")
  }

  func close() {
    unsafe mdb_env_close(pointer)
  }

  /// Which file was really opened.
  func identity(_ path: String) throws(LMDBError) -> FileIdentity {
    try FileIdentity(descriptor: try descriptor(path), path)
  }

  /// The descriptor of the file, which LMDB keeps.
  func descriptor(_ path: String) throws(LMDBError) -> Int32 {
    var descriptor: Int32 = -1
    let status = unsafe mdb_env_get_fd(pointer, &descriptor)
    guard status == 0 else { throw LMDBError(number: status, "open \(path)") }
    return descriptor
  }

  /// Whether the library writes the data format that the reader of pages knows: LMDB 0.9's.
  static var hasKnownFormat: Bool {
    var (major, minor): (Int32, Int32) = (0, 0)
    _ = unsafe mdb_version(&major, &minor, nil)
    return major == 0 && minor == 9
  }

  /// The size of a page in bytes.
  var pageSize: Int {
    var statistics = MDB_stat()
    _ = unsafe mdb_env_stat(pointer, &statistics)
    return Int(statistics.ms_psize)
  }

  /// The number of the last page that the newest commit has.
  var lastPage: UInt64 {
    var info = unsafe MDB_envinfo()
    _ = unsafe mdb_env_info(pointer, &info)
    return unsafe UInt64(info.me_last_pgno)
  }

  /// The size of the memory map in bytes.
  var mapSize: Int {
    var info = unsafe MDB_envinfo()
    _ = unsafe mdb_env_info(pointer, &info)
    return unsafe info.me_mapsize
  }

  /// Maps the file anew.
  ///
  /// Only while no transaction is active: LMDB does not check that. If it fails, there is no map any more and
  /// nothing but ``close()`` may follow.
  func setMapSize(_ size: Int, _ path: String) throws(LMDBError) {
    let status = unsafe mdb_env_set_mapsize(pointer, size)
    guard status == 0 else { throw LMDBError(number: status, "map \(path) anew") }
  }

  /// Copies one state of the file to another one, which is open for writing and empty.
  ///
  /// - Returns: what LMDB answered.
  func copy(to descriptor: Int32, compacting: Bool) -> Int32 {
    unsafe mdb_env_copyfd2(pointer, descriptor, compacting ? UInt32(MDB_CP_COMPACT) : 0)
  }

  /// Brings all commits to the disk, also where commits themselves wait for less.
  func synchronize(_ path: String) throws(LMDBError) {
    guard laxity != 0 else { return }
    let status = unsafe mdb_env_sync(pointer, 1)
    guard status == 0 else { throw LMDBError(number: status, "synchronize \(path)", file: path) }
  }

  /// Says whether the commit that follows waits for the disk, with all commits before it.
  ///
  /// Only just before a transaction that writes is committed: LMDB's write lock keeps others from their commits.
  func letCommitsWait(_ doWait: Bool) {
    if laxity != 0 { _ = unsafe mdb_env_set_flags(pointer, laxity, doWait ? 0 : 1) }
  }

  @discardableResult
  func freeStaleReaders(_ path: String) throws(LMDBError) -> Int {
    var freed: Int32 = 0
    let status = unsafe mdb_reader_check(pointer, &freed)
    guard status == 0 else { throw LMDBError(number: status, "look for stale readers of \(path)") }
    return Int(freed)
  }

  /// Begins a transaction.
  ///
  /// - Returns: the transaction, or what LMDB answered.
  func begin(readOnly: Bool) -> Result<RawTransaction, Status> {
    var begun: OpaquePointer?
    let status = unsafe mdb_txn_begin(pointer, nil, readOnly ? UInt32(MDB_RDONLY) : 0, &begun)
    guard status == 0, let transaction = unsafe begun else { return .failure(Status(number: status)) }
    return .success(unsafe RawTransaction(transaction))
  }
}

/// What a function of LMDB returned, if not success.
struct Status: Error {
  let number: Int32
}
