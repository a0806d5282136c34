import CLMDB

/// A pointer to an open `MDB_env`: all calls of LMDB that concern the environment.
///
/// Safe and unchecked `Sendable` because LMDB allows these calls from all threads, and because
/// ``Environment``, the only owner, calls ``close()`` once and last.
@safe
struct EnvironmentHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  init(path: String, options: Environment.Options, mapSize: Int) throws(LMDBError) {
    var created: OpaquePointer?
    let status = unsafe mdb_env_create(&created)
    guard status == 0, let environment = unsafe created else {
      throw LMDBError(number: status, "open \(path)")
    }
    unsafe pointer = environment
    // A database has one file, not a folder; a transaction belongs to its object, not to a thread.
    var flags = MDB_NOSUBDIR | MDB_NOTLS
    if options.access == .readOnly { flags |= MDB_RDONLY }
    switch options.durability {
    case .full: break
    case .recentCommitsMayBeLost: flags |= MDB_NOMETASYNC
    case .fileMayBeLost: flags |= MDB_NOSYNC
    }
    let steps: [Int32] = [
      unsafe mdb_env_set_mapsize(environment, max(mapSize, 0)),
      unsafe mdb_env_set_maxreaders(environment, UInt32(clamping: options.maxReaders)),
      unsafe mdb_env_set_maxdbs(environment, UInt32(clamping: options.maxDatabases)),
      unsafe mdb_env_open(environment, path, UInt32(flags), 0o644),
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
    var descriptor: Int32 = -1
    let status = unsafe mdb_env_get_fd(pointer, &descriptor)
    guard status == 0 else { throw LMDBError(number: status, "open \(path)") }
    return try FileIdentity(descriptor: descriptor, path)
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
