import LMDB

/// The sizes of a store, its file and its tables as of one moment.
public struct StoreStatistics: Sendable, Equatable {
  /// The pages and entries of a table or an index.
  public struct Tree: Sendable, Equatable {
    /// The name of the table, or of the index.
    public let name: String
    /// How many records or entries it holds.
    public let entries: Int
    /// How many levels it has; 0 if it is empty.
    public let depth: Int
    /// The pages that only lead to others.
    public let branchPages: Int
    /// The pages with keys and small records.
    public let leafPages: Int
    /// The pages of records that are too large for a leaf.
    public let overflowPages: Int

    /// All of its pages.
    public var pages: Int { branchPages + leafPages + overflowPages }
  }

  /// A table and its indexes.
  public struct Table: Sendable, Equatable {
    /// The records.
    public let records: Tree
    /// The secondary indexes.
    public let indexes: [Tree]

    /// The table's name.
    public var name: String { records.name }
    /// The pages of the records and of all indexes.
    public var pages: Int { indexes.reduce(records.pages) { $0 + $1.pages } }
  }

  /// The number of the last commit; 0 in a file that no store wrote.
  public let commitNumber: UInt64
  /// The length of the file in bytes. Not all of them need take disk space.
  public let fileSize: Int
  /// The size of a page in bytes.
  public let pageSize: Int
  /// The size of the memory map in bytes: the most the file can grow to.
  public let mapSize: Int
  /// How many pages the file has.
  public let pages: Int
  /// How many of them are free: later commits use them again, those that an older snapshot reads when it has ended.
  public let freePages: Int
  /// How many snapshots may be open at once, in all processes.
  public let maxReaders: Int
  /// How many slots for readers were taken at once, at most.
  public let readers: Int
  /// The tables of the catalog, in its order.
  public let tables: [Table]

  init(
    _ environment: EnvironmentStatistics, _ snapshot: LMDB.Snapshot, _ catalog: StoredCatalog,
    _ handles: [String: Database]
  ) throws {
    commitNumber = try snapshot.commitMark()?.number ?? 0
    fileSize = environment.fileSize
    pageSize = environment.pageSize
    mapSize = environment.mapSize
    pages = environment.lastPage + 1
    freePages = try snapshot.freePageCount()
    maxReaders = environment.maxReaders
    readers = environment.readers
    tables = try (catalog.tables ?? []).compactMap { entry in
      guard let records = try Tree(entry.name, handles[entry.name], snapshot) else { return nil }
      let indexes = try (entry.indexes ?? []).compactMap { index in
        try Tree(index.name, handles[OpenTables.databaseName(index.name, of: entry.name)], snapshot)
      }
      return Table(records: records, indexes: indexes)
    }
  }
}

extension StoreStatistics.Tree {
  fileprivate init?(_ name: String, _ database: Database?, _ snapshot: LMDB.Snapshot) throws {
    guard let database else { return nil }
    let statistics = try snapshot.statistics(of: database)
    self.init(
      name: name, entries: statistics.entries, depth: statistics.depth, branchPages: statistics.branchPages,
      leafPages: statistics.leafPages, overflowPages: statistics.overflowPages)
  }
}

extension Store {
  /// The sizes of the store, its file and all its tables, those of other programs included.
  ///
  /// - Throws: ``StoreError`` if the store was closed or the file can't be read.
  /// - Complexity: linear in the number of tables, and in that of the commits whose pages are still free.
  public func statistics() throws -> StoreStatistics {
    try checkOpen()
    return try environment.withCatalog { snapshot, catalog, handles in
      try StoreStatistics(environment.statistics(), snapshot, catalog, handles)
    }
  }
}

extension StoreInspection {
  /// The sizes of the file and all its tables, as of now: as ``Store/statistics()``.
  public func statistics() throws -> StoreStatistics {
    try environment.withCatalog { snapshot, catalog, handles in
      try StoreStatistics(environment.statistics(), snapshot, catalog, handles)
    }
  }
}
