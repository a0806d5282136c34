import CLMDB

/// The size of one database.
package struct DatabaseStatistics: Sendable, Equatable {
  /// How many levels its tree has; 0 if it is empty.
  package let depth: Int
  /// The pages that only lead to others.
  package let branchPages: Int
  /// The pages with keys.
  package let leafPages: Int
  /// The pages of values that are too large for a leaf.
  package let overflowPages: Int
  /// How many values it holds.
  package let entries: Int

  init(_ statistics: MDB_stat) {
    depth = Int(statistics.ms_depth)
    branchPages = statistics.ms_branch_pages
    leafPages = statistics.ms_leaf_pages
    overflowPages = statistics.ms_overflow_pages
    entries = statistics.ms_entries
  }

  /// All pages of the tree.
  package var pages: Int { branchPages + leafPages + overflowPages }
}

extension Snapshot {
  /// The size of a database. Constant time.
  package func statistics(of database: Database) throws(LMDBError) -> DatabaseStatistics {
    DatabaseStatistics(try transaction.statistics(database))
  }

  /// How many pages of the file are free as of this snapshot; those that older snapshots still read are among them.
  ///
  /// - Complexity: linear in the number of commits whose pages were not used again.
  package func freePageCount() throws(LMDBError) -> Int {
    var cursor = try cursor(.free)
    var count = 0
    while let entry = try cursor.next() {
      // Each value is a list of page numbers, with their count before them (`MDB_IDL` in midl.h).
      guard entry.value.byteCount >= 8 else { continue }
      count += unsafe Int(clamping: entry.value.unsafeLoadUnaligned(as: UInt64.self))
    }
    return count
  }
}
