import CLMDB

/// A place in a database, kept from one value that is put to the next: LMDB then does not search from the root on if they
/// are neighbours, nor look for the end again if they are appended.
///
/// Safe because only ``WriteTransaction`` holds it, and lets go of it before the database is changed in another way than
/// through it. LMDB frees those that are left when their transaction ends.
@safe
struct WriteCursor {
  let database: Database
  /// Whether the pages on the way to the last value were looked at. What is put later changes or adds them.
  var hasCheckedEnd = false
  private let pointer: OpaquePointer

  init(_ transaction: RawTransaction, _ database: Database) throws(LMDBError) {
    self.database = database
    var opened: OpaquePointer?
    let status = unsafe mdb_cursor_open(transaction.pointer, database.handle, &opened)
    guard status == 0, let cursor = unsafe opened else {
      throw transaction.failure(status, "open a cursor")
    }
    unsafe pointer = cursor
  }

  /// Not to be used any more afterwards.
  func close() { unsafe mdb_cursor_close(pointer) }

  /// Makes room for a value of `size` bytes under a key.
  ///
  /// - Parameter isLast: whether the key is known to come after all others; ``LMDBError/Code/keyExists`` if it does not.
  /// - Returns: memory to fill before the next call.
  @unsafe @inline(__always)
  func reserve(
    _ key: RawSpan, size: Int, isLast: Bool
  ) throws(LMDBError) -> UnsafeMutableRawBufferPointer {
    var key = unsafe MDB_val(key)
    var value = unsafe MDB_val(mv_size: size, mv_data: nil)
    let flags = UInt32(isLast ? MDB_RESERVE | MDB_APPEND : MDB_RESERVE)
    let status = unsafe mdb_cursor_put(pointer, &key, &value, flags)
    guard status == 0 else {
      throw unsafe RawTransaction(mdb_cursor_txn(pointer)).failure(status, "put a value of \(size) bytes")
    }
    return unsafe UnsafeMutableRawBufferPointer(start: value.mv_data, count: size)
  }
}
