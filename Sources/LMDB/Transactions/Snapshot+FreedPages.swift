extension Snapshot {
  /// Calls `body` with each commit from `first` on that freed pages, and how many those are, in the order of commits.
  ///
  /// A snapshot of the commit `first` keeps them from being used again.
  ///
  /// - Complexity: linear in the number of commits whose pages were not used again.
  package func forEachFreeing(
    from first: UInt64, _ body: (_ transactionID: UInt64, _ pages: UInt64) -> Void
  ) throws(LMDBError) {
    // LMDB orders these keys as numbers, in the machine's order of bytes: pages are walked, none is sought.
    var cursor = try cursor(.free)
    while let entry = try cursor.next() {
      // A value is a list of page numbers with their count before them (`MDB_IDL` in midl.h).
      guard entry.key.byteCount == 8, entry.value.byteCount >= 8 else { continue }
      let transaction = unsafe entry.key.unsafeLoadUnaligned(as: UInt64.self)
      if transaction >= first { body(transaction, unsafe entry.value.unsafeLoadUnaligned(as: UInt64.self)) }
    }
  }

  /// How many pages of the file are free as of this snapshot; those that older snapshots still read are among them.
  ///
  /// - Complexity: linear in the number of commits whose pages were not used again.
  public func freePageCount() throws(LMDBError) -> Int {
    var count = 0
    // A damaged file may say anything.
    try forEachFreeing(from: 0) { _, pages in
      count = count.addingReportingOverflow(Int(clamping: pages)).partialValue
    }
    return count
  }
}
