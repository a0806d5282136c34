import CLMDB

/// The size of one database.
public struct DatabaseStatistics: Sendable, Equatable {
  /// How many levels its tree has; 0 if it is empty.
  public let depth: Int
  /// The pages that only lead to others.
  public let branchPages: Int
  /// The pages with keys.
  public let leafPages: Int
  /// The pages of values that are too large for a leaf.
  public let overflowPages: Int
  /// How many values it holds.
  public let entries: Int

  init(_ statistics: MDB_stat) {
    depth = Int(statistics.ms_depth)
    branchPages = statistics.ms_branch_pages
    leafPages = statistics.ms_leaf_pages
    overflowPages = statistics.ms_overflow_pages
    entries = statistics.ms_entries
  }

  /// All pages of the tree.
  public var pages: Int { branchPages + leafPages + overflowPages }
}

extension Snapshot {
  /// The size of a database. Constant time.
  public func statistics(of database: Database) throws(LMDBError) -> DatabaseStatistics {
    // Our reader checks the path that LMDB follows then, so that a damaged page is an error.
    _ = try count(database)
    return DatabaseStatistics(try transaction.statistics(database))
  }
}
