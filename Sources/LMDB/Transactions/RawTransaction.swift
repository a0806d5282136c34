import CLMDB

/// A pointer to an `MDB_txn`: all calls of LMDB that concern a transaction.
///
/// Safe because only this module makes one, and hands it out only inside ``Snapshot``,
/// ``ReadTransaction`` and ``WriteTransaction``, which end it once and keep views from outliving it.
/// Not `Sendable`: a transaction is used by one thread at a time.
@frozen @usableFromInline @safe
package struct RawTransaction: TreeReading {
  @usableFromInline let pointer: OpaquePointer?

  @unsafe
  init(_ pointer: OpaquePointer?) { unsafe self.pointer = pointer }

  /// No transaction: LMDB answers every call with the error for one that has ended.
  static var ended: RawTransaction { unsafe RawTransaction(nil) }

  // MARK: Life

  func abort() { unsafe mdb_txn_abort(pointer) }

  /// Lets go of the snapshot but keeps the reader slot.
  func reset() { unsafe mdb_txn_reset(pointer) }

  /// Takes the newest snapshot after a reset.
  ///
  /// - Returns: what LMDB answered.
  func renew() -> Int32 { unsafe mdb_txn_renew(pointer) }

  /// Commits; the transaction has ended afterwards also if that failed.
  ///
  /// - Returns: what LMDB answered.
  func commit() -> Int32 { unsafe mdb_txn_commit(pointer) }

  /// Begins a transaction within this write transaction.
  func beginNested() throws(LMDBError) -> RawTransaction {
    var begun: OpaquePointer?
    let status = unsafe mdb_txn_begin(mdb_txn_env(pointer), pointer, 0, &begun)
    guard status == 0, let child = unsafe begun else { throw failure(status, "begin a nested transaction") }
    return unsafe RawTransaction(child)
  }

  /// Number of the commit that is read, or is going to be made.
  @usableFromInline
  var id: UInt64 { unsafe UInt64(mdb_txn_id(pointer)) }

  // MARK: Values

  func position(in database: Database) throws(LMDBError) -> LibraryCursor {
    try LibraryCursor(self, database, nil)
  }

  /// Finds a value.
  ///
  /// - Returns: bytes of the memory map, valid until the transaction ends or changes anything.
  @usableFromInline @unsafe
  func get(_ database: Database, _ key: RawSpan) throws(LMDBError) -> UnsafeRawBufferPointer? {
    var key = unsafe MDB_val(key)
    var value = unsafe MDB_val()
    let status = unsafe mdb_get(pointer, database.handle, &key, &value)
    if status == 0 { return unsafe UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size) }
    if status == MDB_NOTFOUND { return nil }
    // No key of such a size can have been stored.
    if status == MDB_BAD_VALSIZE { return nil }
    throw failure(status, "get a value")
  }

  /// Makes room for a value of `size` bytes under a key.
  ///
  /// - Returns: memory to fill before the next call.
  @unsafe @inline(__always)
  func reserve(
    _ database: Database, _ key: RawSpan, size: Int
  ) throws(LMDBError) -> UnsafeMutableRawBufferPointer {
    var key = unsafe MDB_val(key)
    var value = unsafe MDB_val(mv_size: size, mv_data: nil)
    let status = unsafe mdb_put(pointer, database.handle, &key, &value, UInt32(MDB_RESERVE))
    guard status == 0 else { throw failure(status, "put a value of \(size) bytes") }
    return unsafe UnsafeMutableRawBufferPointer(start: value.mv_data, count: size)
  }

  /// - Returns: whether there was a value.
  func delete(_ database: Database, _ key: RawSpan) throws(LMDBError) -> Bool {
    var key = unsafe MDB_val(key)
    let status = unsafe mdb_del(pointer, database.handle, &key, nil)
    if status == MDB_NOTFOUND || status == MDB_BAD_VALSIZE { return false }
    guard status == 0 else { throw failure(status, "delete a value") }
    return true
  }

  /// The size of a database.
  func statistics(_ database: Database) throws(LMDBError) -> MDB_stat {
    var statistics = MDB_stat()
    let status = unsafe mdb_stat(pointer, database.handle, &statistics)
    guard status == 0 else { throw failure(status, "count the values") }
    return statistics
  }

  /// How many values a database holds.
  func count(_ database: Database) throws(LMDBError) -> Int { try statistics(database).ms_entries }

  // MARK: Databases

  /// Opens the unnamed database.
  ///
  /// - Returns: the flags it was created with.
  func openMain() throws(LMDBError) -> UInt32 {
    var handle: MDB_dbi = 0
    var flags: UInt32 = 0
    var status = unsafe mdb_dbi_open(pointer, nil, 0, &handle)
    if status == 0 { status = unsafe mdb_dbi_flags(pointer, handle, &flags) }
    guard status == 0, handle == Database.main.handle else {
      throw failure(status, "open the main database")
    }
    return flags
  }

  /// Opens a named database and checks that it is a plain one.
  ///
  /// - Returns: `nil` if it does not exist and is not to be created.
  func open(_ name: String, create: Bool) throws(LMDBError) -> Database? {
    let action = "open the database \"\(name)\""
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw LMDBError(.badDatabase, "\(action) of \(path): a name has at least one byte, and none that is 0")
    }
    var handle: MDB_dbi = 0
    var status = unsafe mdb_dbi_open(pointer, name, create ? UInt32(MDB_CREATE) : 0, &handle)
    if status == MDB_NOTFOUND { return nil }
    guard status == 0 else { throw failure(status, action) }
    var flags: UInt32 = 0
    status = unsafe mdb_dbi_flags(pointer, handle, &flags)
    guard status == 0 else { throw failure(status, action) }
    guard flags == 0 else {
      throw LMDBError(
        .incompatible,
        "\(action) of \(path): it was created with flags 0x\(String(flags, radix: 16)), 0 is expected")
    }
    return Database(handle: handle)
  }

  /// Deletes all values of a database, and the database itself if `deletingDatabase`.
  func drop(_ database: Database, deletingDatabase: Bool) -> Result<Void, LMDBError> {
    let status = unsafe mdb_drop(pointer, database.handle, deletingDatabase ? 1 : 0)
    return status == 0 ? .success(()) : .failure(failure(status, "drop a database"))
  }

  // MARK: Messages

  /// The file behind the transaction.
  var path: String {
    var path: UnsafePointer<CChar>?
    guard unsafe mdb_env_get_path(mdb_txn_env(pointer), &path) == 0, let path = unsafe path else { return "" }
    return unsafe String(cString: path)
  }

  @inline(never)
  func failure(_ number: Int32, _ action: String) -> LMDBError {
    let path = path
    let place = path.isEmpty ? "" : " in \(path)"
    // LMDB has no code of its own for this.
    guard number != SystemNumber.invalid else {
      return LMDBError(
        .badTransaction,
        "\(action)\(place): the transaction has ended, or the database is another environment's or was closed"
      )
    }
    return LMDBError(number: number, "\(action)\(place)", file: path)
  }
}

extension MDB_val {
  /// The place of bytes, to be read by LMDB while they live: within the call they are given to.
  ///
  /// Made before the call and not in a closure around it, because captured variables would be allocated
  /// on the heap at every read.
  @unsafe
  init(_ bytes: RawSpan) {
    let start = unsafe bytes.withUnsafeBytes { $0.baseAddress }
    unsafe self.init(mv_size: bytes.byteCount, mv_data: UnsafeMutableRawPointer(mutating: start))
  }
}
