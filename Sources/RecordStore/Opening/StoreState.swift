public import LMDB
import Synchronization

/// What a store knows of its file, which other processes may change: judged anew whenever a snapshot is not that of
/// the last commit seen.
@usableFromInline
final class StoreState: Sendable {
  let environment: Environment
  private let schemas: [StoreSchema]
  let given: [GivenTable]
  let options: Store.Options
  /// The number of the last migration that the program knows.
  private let lastMigration: Int
  /// The address of the newest tables; they are never freed as long as this object lives.
  private let newest: Atomic<UInt>
  /// LMDB's id of the last transaction that was found to be a commit of the newest tables' catalog.
  private let seen: Atomic<UInt64>
  // Taken when a snapshot is of another commit than the last one seen, for the time of a look at two keys.
  private let known: Mutex<Known>
  let ages: SnapshotAges
  let holders = SnapshotHolders()

  private struct Known {
    /// All tables there were: snapshots refer to them without counting.
    var tables: [OpenTables]
    /// Those for snapshots that another program wrote, by the number of their catalog.
    var distrusted: [UInt64: OpenTables] = [:]
    /// Those of `distrusted` that others took the place of: snapshots may still refer to them.
    var replaced: [OpenTables] = []
    var handles: [String: Database]
  }

  /// - Parameter seen: LMDB's id of the transaction that `tables` were made for; 0 if that can't be trusted.
  init(
    _ environment: Environment, _ schemas: [StoreSchema], _ given: [GivenTable], _ options: Store.Options,
    lastMigration: Int, _ tables: OpenTables, handles: [String: Database], seen: UInt64
  ) throws(LMDBError) {
    self.environment = environment
    self.schemas = schemas
    self.given = given
    self.options = options
    self.lastMigration = lastMigration
    newest = Atomic(StoreState.address(tables))
    self.seen = Atomic(seen)
    known = Mutex(Known(tables: [tables], handles: handles))
    ages = SnapshotAges(try environment.lastTransactionID())
  }

  private static func address(_ tables: OpenTables) -> UInt {
    UInt(bitPattern: unsafe Unmanaged.passUnretained(tables).toOpaque())
  }

  private func loaded() -> Unmanaged<OpenTables>? {
    let address = newest.load(ordering: .acquiring)
    // Sound because only `publish` stores addresses, of objects that `known` keeps.
    return unsafe UnsafeRawPointer(bitPattern: address).map { unsafe Unmanaged.fromOpaque($0) }
  }

  /// The tables of a snapshot.
  ///
  /// - Returns: valid as long as the store's state.
  /// - Throws: ``StoreError/Code/schemaChanged`` if another process changed the file so that it no longer goes with
  ///   this program.
  @usableFromInline @unsafe
  func tables(for snapshot: LMDB.Snapshot) throws(StoreError) -> Unmanaged<OpenTables> {
    let id = snapshot.transactionID
    if seen.load(ordering: .acquiring) == id, let tables = unsafe loaded(),
      unsafe tables._withUnsafeGuaranteedRef({ $0.firstTransaction <= id })
    {
      return unsafe tables
    }
    return unsafe Unmanaged.passUnretained(try look(at: snapshot, id))
  }

  @inline(never)
  private func look(at snapshot: LMDB.Snapshot, _ id: UInt64) throws(StoreError) -> OpenTables {
    ages.note(id)
    let mark = try mark(of: snapshot)
    let isOurs = mark?.isTrusted(at: id, in: options.session) ?? false
    if let tables = remembered(catalog: mark?.catalog, isOurs: isOurs, id) { return tables }
    let handles = known.withLock { $0.handles }
    return publish(
      try tables(of: snapshot, mark, isOurs: isOurs, handles, areAllOpen: false), isOurs: isOurs, id)
  }

  private func remembered(catalog: UInt64?, isOurs: Bool, _ id: UInt64) -> OpenTables? {
    known.withLock { known in
      guard isOurs else { return known.distrusted[catalog ?? 0] }
      guard let tables = known.tables.last(where: { $0.catalogCommit == catalog }) else { return nil }
      if tables === known.tables.last { seen.store(id, ordering: .releasing) }
      return tables
    }
  }

  private func publish(_ tables: OpenTables, isOurs: Bool, _ id: UInt64) -> OpenTables {
    known.withLock { known in
      if isOurs {
        let isNewest = known.tables.allSatisfy { $0.catalogCommit <= tables.catalogCommit }
        known.tables.insert(tables, at: isNewest ? known.tables.endIndex : 0)
        if isNewest {
          newest.store(StoreState.address(tables), ordering: .releasing)
          seen.store(id, ordering: .releasing)
        }
      } else {
        if let old = known.distrusted.updateValue(tables, forKey: tables.catalogCommit) {
          known.replaced.append(old)
        }
      }
    }
    return tables
  }

  /// Judges the catalog of a snapshot.
  ///
  /// - Parameter areAllOpen: whether `handles` are all there are.
  func tables(
    of snapshot: LMDB.Snapshot, _ mark: CommitMark?, isOurs: Bool, _ handles: [String: Database],
    areAllOpen: Bool
  ) throws(StoreError) -> OpenTables {
    let stored = try snapshot.storedCatalog(environment.path)
    try stored?.checkMigrations(
      knownUpTo: lastMigration, tables: given.namesOfCode, environment.path)
    var distrust: OpenTables.Distrust?
    if !isOurs { distrust = stored == nil ? .noCatalog : .uncertainRecords }
    let plan = try OpeningPlan(
      stored: stored, given: given, accepting: options.accepting, environment.path)
    // Without a catalog the tables are those of their names.
    let catalog = stored ?? plan.catalog.keepingTables(in: Set(handles.keys))
    let isWritable = areAllOpen || catalog.databaseNames(of: given).allSatisfy { handles[$0] != nil }
    return OpenTables(
      catalog, schemas, given, handles, verifiesOnRead: options.verifyOnRead || !plan.unproven.isEmpty,
      limitsAge: options.snapshotAgeLimit != nil, distrust: distrust, path: environment.path,
      catalogCommit: mark?.catalog ?? 0,
      firstTransaction: snapshot.transactionID, isWritable: isWritable)
  }

  private func mark(of snapshot: LMDB.Snapshot) throws(StoreError) -> CommitMark? {
    do throws(LMDBError) {
      return try snapshot.commitMark()
    } catch {
      throw StoreError(error)
    }
  }
}

extension StoreState {
  /// What a write transaction begins with.
  struct Beginning {
    let tables: OpenTables
    /// The mark it found.
    let previous: CommitMark
    /// The mark it is to leave if it changes anything.
    let mark: CommitMark
  }

  /// The catalog is not the one that databases were opened for.
  struct CatalogChanged: Error {}

  /// Looks at the file as a write transaction finds it.
  ///
  /// - Parameters:
  ///   - isWhole: whether all is on the disk after its commit, whatever the options say.
  ///   - changesCatalog: whether it is to put another catalog.
  /// - Throws: ``CatalogChanged`` if ``openDatabases()`` is to be called first, outside of the transaction.
  func begin(
    _ transaction: borrowing LMDB.WriteTransaction, isWhole: Bool, changesCatalog: Bool
  ) throws -> Beginning {
    let previous = try mark(of: transaction.snapshot)
    let before = previous ?? CommitMark()
    let isOurs = before.isTrusted(at: transaction.transactionID &- 1, in: options.session)
    let mark = CommitMark(
      after: previous, in: transaction, changesCatalog: changesCatalog, isUncertain: !isOurs,
      unsynchronized: isWhole ? nil : options.sessionOfCommits)
    guard let tables = remembered(catalog: before.catalog, isOurs: isOurs, before.transaction),
      tables.isWritable
    else { throw CatalogChanged() }
    return Beginning(tables: tables, previous: before, mark: mark)
  }

  /// Opens what the catalog of another process names, and judges it.
  func openDatabases() throws {
    let catalog = try environment.read { snapshot throws in try snapshot.storedCatalog(environment.path) }
    let names = (catalog ?? .empty).databaseNames(of: given)
    let opened = try environment.openExisting(names)
    known.withLock { known in
      for (name, database) in zip(names, opened) { known.handles[name] = database }
    }
    try environment.read { snapshot throws in
      let mark = try mark(of: snapshot)
      let handles = known.withLock { $0.handles }
      let isOurs = mark?.isTrusted(at: snapshot.transactionID, in: options.session) ?? false
      _ = publish(
        try tables(of: snapshot, mark, isOurs: isOurs, handles, areAllOpen: true), isOurs: isOurs,
        snapshot.transactionID)
    }
  }

  /// Notes a commit of this store, so that snapshots of it need no look at the file.
  func committed(_ mark: CommitMark) {
    ages.note(mark.transaction)
    guard !mark.isUncertain else { return }
    let isNewest = known.withLock { $0.tables.last?.catalogCommit == mark.catalog }
    if isNewest { seen.store(mark.transaction, ordering: .releasing) }
  }

  /// Makes look-ups throw in states older than `floor`; `nil` if there are none.
  func setFloor(_ floor: SnapshotFloor?) {
    known.withLock { known in
      for tables in known.tables { tables.setFloor(floor) }
      for tables in known.distrusted.values { tables.setFloor(floor) }
      for tables in known.replaced { tables.setFloor(floor) }
    }
  }

  /// Takes over what an opening or a rebuilding left.
  func replace(_ tables: OpenTables, handles: [String: Database], _ mark: CommitMark) {
    known.withLock { known in
      known.handles.merge(handles) { $1 }
      known.tables.append(tables)
      newest.store(StoreState.address(tables), ordering: .releasing)
      seen.store(mark.transaction, ordering: .releasing)
    }
  }
}

extension CatalogRecord.Draft {
  func keepingTables(in names: Set<String>) -> StoredCatalog {
    var catalog = self
    catalog.tables?.removeAll { !names.contains($0.name) }
    return catalog
  }

  /// The databases of those tables that a program names, with all their indexes and the log.
  func databaseNames(of given: [GivenTable]) -> [String] {
    let names = given.flatMap { table -> [String] in
      guard let entry = self.table(named: table.name) else { return [] }
      return [entry.name] + (entry.indexes ?? []).map { OpenTables.databaseName($0.name, of: entry.name) }
    }
    return changeLog == nil ? names : names + [OpenChangeLog.databaseName]
  }
}
