import CLMDB

extension Snapshot {
  /// Calls `body` with each commit from `first` on that freed pages, and how many those are, in the order of commits.
  ///
  /// A snapshot of the commit `first` keeps them from being used again. Read through liblmdb, as every writer reads
  /// them: the keys of this tree are numbers in the machine's order, not bytes.
  ///
  /// - Complexity: linear in the number of such commits; one page is looked at for each.
  package func forEachFreeing(
    from first: UInt64, _ body: (_ transactionID: UInt64, _ pages: UInt64) -> Void
  ) throws(LMDBError) {
    try transaction.forEachFreeing(from: first, body)
  }
}

extension RawTransaction {
  /// The database in which LMDB keeps, by commit, the numbers of the pages that it freed: a count, then the numbers.
  private static var freePages: MDB_dbi { 0 }

  fileprivate func forEachFreeing(
    from first: UInt64, _ body: (UInt64, UInt64) -> Void
  ) throws(LMDBError) {
    var opened: OpaquePointer?
    var status = unsafe mdb_cursor_open(pointer, RawTransaction.freePages, &opened)
    guard status == 0, let cursor = unsafe opened else { throw failure(status, "look at the free pages") }
    defer { unsafe mdb_cursor_close(cursor) }
    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    var start = first
    status = unsafe withUnsafeMutablePointer(to: &start) { start in
      unsafe key = unsafe MDB_val(mv_size: MemoryLayout<UInt64>.size, mv_data: start)
      return unsafe mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE)
    }
    while status == 0 {
      // Sound because both lie in the map until the transaction ends; sizes are looked at first.
      if unsafe key.mv_size == 8, unsafe value.mv_size >= 8 {
        unsafe body(key.mv_data.loadUnaligned(as: UInt64.self), value.mv_data.loadUnaligned(as: UInt64.self))
      }
      status = unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
    }
    guard status == MDB_NOTFOUND else { throw failure(status, "look at the free pages") }
  }
}
