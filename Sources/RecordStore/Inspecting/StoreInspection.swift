public import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import SharedBytes

/// A store's file, looked into without the code of its schemas: all that it says of itself, and its records by the
/// schemas it keeps.
///
///     let inspection = try Store.inspect(path: "app.db")
///     for table in inspection.tables { print(table.name, table.count, table.key) }
///     try inspection.forEachRow(of: "users") { key, user in print(key, user["name"]?.text ?? "") }
///
/// Shows the state of the moment it was made; the walks and look-ups show the newest one. The file is open in this
/// process as long as it lives, and can't be opened a second time.
public final class StoreInspection: Sendable {
  /// A stored table.
  public struct Table: Sendable {
    /// The table's name.
    public let name: String
    /// The type of its records in the schema.
    public let record: String
    /// How many records it holds.
    public let count: Int
    /// What the primary key is made of, such as `id: ulong`.
    public let key: String
    /// The secondary indexes.
    public let indexes: [Index]
    /// The fingerprints of the versions of the schema of which there may be records, the newest last.
    public let versions: [UInt64]
    /// The schema of its records, with their type as root; `nil` if the program that made the table left none.
    public let schema: Schema?
  }

  /// A secondary index.
  public struct Index: Sendable {
    /// The index's name.
    public let name: String
    /// Whether two records may not have the same key in it.
    public let isUnique: Bool
    /// What it is ordered by, such as `team: uint`.
    public let key: String
    /// How many entries it has.
    public let count: Int
  }

  /// A migration that ran on the file.
  public struct AppliedMigration: Sendable, Equatable {
    /// Its number.
    public let number: Int
    /// What it did.
    public let name: String
    /// The commit that it was part of.
    public let commit: UInt64
  }

  /// The file's path.
  public let path: String
  /// The number of the last commit; 0 in a file that no store wrote.
  public let commitNumber: UInt64
  /// Whether all that is in the file was written by stores, or adopted, and can't have been lost since.
  public let isTrusted: Bool
  /// What may have happened to a file that is not trusted.
  package static let uncertainty =
    "another program wrote to this file, or the machine stopped before its commits were on the disk"
  /// The version of the catalog's format; `nil` in a file without one.
  public let format: Int?
  /// The stored tables.
  public let tables: [Table]
  /// The migrations that ran.
  public let migrations: [AppliedMigration]
  /// The databases of LMDB in the file that no table of the catalog has.
  public let otherDatabases: [String]

  let environment: Environment
  let catalog: StoredCatalog
  /// The number of the commit that last changed the catalog.
  let catalogCommit: UInt64
  let handles: [String: Database]
  let feed: ChangeFeed

  /// How a file is opened to be looked into.
  ///
  /// - Parameter immutable: whether nobody changes it meanwhile.
  static func options(immutable: Bool) -> Environment.Options {
    var options = Environment.Options()
    options.access = immutable ? .immutable : .readOnly
    // The catalog, which tells how many there are, is in the file.
    options.maxDatabases = 4096
    return options
  }

  init(path: String, immutable: Bool) throws {
    self.path = path
    environment = try Environment(path: path, options: StoreInspection.options(immutable: immutable))
    let (contents, names) = try environment.read { snapshot throws in
      (
        try FileContents(snapshot, transaction: snapshot.transactionID, path),
        try snapshot.databaseNames()
      )
    }
    catalog = contents.catalog ?? .empty
    catalogCommit = contents.mark?.catalog ?? 0
    commitNumber = contents.mark?.number ?? 0
    isTrusted = contents.isTrusted
    format = contents.catalog.map { Int($0.format) }
    migrations = (catalog.migrations ?? []).map {
      AppliedMigration(number: Int($0.number), name: $0.name, commit: $0.commit)
    }
    var own = catalog.databaseNames
    if catalog.changeLog != nil { own.append(OpenChangeLog.databaseName) }
    otherDatabases = names.filter { !own.contains($0) && $0 != OpenChangeLog.databaseName }
    let opened = try environment.openExisting(own)
    let handles = Dictionary(
      zip(own, opened).compactMap { name, database in database.map { (name, $0) } }
    ) { first, _ in first }
    self.handles = handles
    feed = ChangeFeed(environment) { snapshot throws(StoreError) in
      try snapshot.storedCatalog(path).flatMap { OpenChangeLog($0, handles) }
    }
    let entries = catalog.tables ?? []
    tables = try environment.read { snapshot throws in
      try entries.map { try Table($0, handles, snapshot, path) }
    }
  }

  /// The table of a name.
  public func table(named name: String) -> Table? { tables.first { $0.name == name } }
}

extension StoreInspection.Table {
  fileprivate init(
    _ entry: CatalogTable.Draft, _ handles: [String: Database], _ snapshot: LMDB.Snapshot, _ path: String
  ) throws {
    name = entry.name
    record = entry.versions.last?.record ?? ""
    count = try handles[entry.name].map { try snapshot.count($0) } ?? 0
    key = entry.key.summary
    indexes = try (entry.indexes ?? []).map { index in
      let handle = handles[OpenTables.databaseName(index.name, of: entry.name)]
      return StoreInspection.Index(
        name: index.name, isUnique: index.unique, key: index.key.summary,
        count: try handle.map { try snapshot.count($0) } ?? 0)
    }
    versions = entry.versions.map(\.fingerprint)
    schema = entry.versions.last?.schema == nil ? nil : try entry.versions.last?.loaded(entry.name, path)
  }
}

extension Store {
  /// Looks into a file without the code of its schemas; reads only, also beside programs that have it open.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - immutable: whether nobody changes it meanwhile: then no lock file is needed. See
  ///     ``Options/Access/immutable``.
  /// - Throws: ``StoreError`` naming the path and what is wrong with the file: missing, damaged, or of a newer format.
  public static func inspect(path: String, immutable: Bool = false) throws -> StoreInspection {
    do {
      return try StoreInspection(path: path, immutable: immutable)
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}
