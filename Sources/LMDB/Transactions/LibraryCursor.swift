import CLMDB

/// The owner of an `MDB_cursor`.
///
/// Safe because only ``Cursor`` holds it, which can't outlive the snapshot whose end invalidates it.
@usableFromInline @safe
final class LibraryCursor: TreeCursor {
  private let pointer: OpaquePointer
  private let database: Database
  /// In a transaction that writes, the pages of the commit before: looked at before LMDB goes to a key.
  private let committed: CommittedPages?

  init(
    _ transaction: RawTransaction, _ database: Database, _ committed: CommittedPages?
  ) throws(LMDBError) {
    self.database = database
    self.committed = committed
    var opened: OpaquePointer?
    let status = unsafe mdb_cursor_open(transaction.pointer, database.handle, &opened)
    guard status == 0, let cursor = unsafe opened else {
      throw transaction.failure(status, "open a cursor")
    }
    unsafe pointer = cursor
  }

  deinit { unsafe mdb_cursor_close(pointer) }

  @usableFromInline
  func first() throws(LMDBError) -> RawEntry? { unsafe try move(MDB_FIRST) }

  @usableFromInline
  func last() throws(LMDBError) -> RawEntry? { unsafe try move(MDB_LAST) }

  @usableFromInline
  func next() throws(LMDBError) -> RawEntry? { unsafe try move(MDB_NEXT) }

  @usableFromInline
  func previous() throws(LMDBError) -> RawEntry? { unsafe try move(MDB_PREV) }

  @usableFromInline
  func seek(_ key: RawSpan) throws(LMDBError) -> RawEntry? {
    guard key.byteCount > 0 else { return unsafe try first() }
    try committed?.check(key, in: database)
    return unsafe try move(MDB_SET_RANGE, from: key)
  }

  private func move(
    _ operation: MDB_cursor_op, from start: RawSpan = RawSpan()
  ) throws(LMDBError) -> RawEntry? {
    var key = unsafe MDB_val(start)
    var value = unsafe MDB_val()
    let status = unsafe mdb_cursor_get(pointer, &key, &value, operation)
    if status == MDB_NOTFOUND { return nil }
    guard status == 0 else { throw failure(status) }
    return unsafe RawEntry(
      key: UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size),
      value: UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size))
  }

  @inline(never)
  private func failure(_ status: Int32) -> LMDBError {
    unsafe RawTransaction(mdb_cursor_txn(pointer)).failure(status, "move a cursor")
  }
}
