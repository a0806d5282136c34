extension Snapshot {
  /// Calls `body` with each commit from `first` on that freed pages, and how many those are, in the order of commits.
  ///
  /// A snapshot of the commit `first` keeps them from being used again.
  ///
  /// - Complexity: linear in the number of commits whose pages were not used again.
  package func forEachFreeing(
    from first: UInt64, _ body: (_ transactionID: UInt64, _ pages: UInt64) -> Void
  ) throws(LMDBError) {
    func note(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
      // A value is a list of page numbers with their count before them (`MDB_IDL` in midl.h).
      guard key.count == 8, value.count >= 8 else { return }
      let transaction = unsafe key.loadUnaligned(as: UInt64.self)
      if transaction >= first { body(transaction, unsafe value.loadUnaligned(as: UInt64.self)) }
    }
    // LMDB orders these keys as numbers, in the machine's order of bytes: a cursor would take that for damage.
    if let reader { return unsafe try reader.forEachEntry(of: .free) { unsafe note($0, $1) } }
    var cursor = try cursor(.free)
    while let entry = try cursor.next() {
      unsafe entry.key.withUnsafeBytes { key in
        unsafe entry.value.withUnsafeBytes { value in unsafe note(key, value) }
      }
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
