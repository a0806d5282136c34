import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

/// Carries out what opening takes: looks, plans, and does all of it in one transaction, or nothing.
struct StoreOpener {
  let environment: Environment
  let schemas: [StoreSchema]
  let given: [GivenTable]
  let options: Store.Options
  let migrations: [Migration]

  var path: String { environment.path }
  private var mayWrite: Bool { !environment.isReadOnly }

  init(
    _ environment: Environment, _ schemas: [StoreSchema], _ options: Store.Options, _ migrations: [Migration]
  ) throws(StoreError) {
    self.environment = environment
    self.schemas = schemas
    self.options = options
    given = try GivenTable.all(in: schemas)
    self.migrations = try Migration.sorted(migrations)
  }

  func open() throws -> (StoreState, OpeningReport) {
    let contents = try environment.read { snapshot throws in
      try FileContents(snapshot, transaction: snapshot.transactionID, path, in: options.session)
    }
    try checkMayUse(contents)
    let pending = try pendingMigrations(contents)
    if contents.catalog == nil, let migration = pending.first, mayWrite {
      // What its rows are is not known, so no step could read them.
      throw StoreError(
        .migration,
        "\(path): migration \(migration.number) ('\(migration.name)') needs the schemas of the file's rows, and no store "
          + "made the file. Adopt it first with the schema it was written with, and without migrations")
    }
    let plan = try pending.isEmpty ? self.plan(contents) : nil
    if mayWrite, plan?.changesFile ?? true || isAdopting(contents) {
      if !pending.isEmpty { try prepareForMigrations() }
      return try carryOut()
    }
    guard let plan else {
      let migration = pending[0]
      throw StoreError(
        .migration,
        "\(path): the file is to be migrated first (\(migration.number), '\(migration.name)'), which opening it for "
          + "writing does")
    }
    return try openAsItIs(contents, plan)
  }

  /// - Throws: for a file that is not a store's, unless it is to be adopted or only read.
  private func checkMayUse(_ contents: FileContents) throws(StoreError) {
    guard contents.catalog == nil, !contents.isEmpty, mayWrite else { return }
    guard !contents.isZLMDB else {
      throw StoreError(
        .foreignFile, "\(path): this is a file of zLMDB. Open it with SlotStore")
    }
    guard !options.adopting else { return }
    let names = contents.names.sorted().prefix(5).joined(separator: ", ")
    throw StoreError(
      .foreignFile,
      "\(path): this LMDB file was not made by a store"
        + (names.isEmpty ? "" : " (it holds \(names)\(contents.names.count > 5 ? ", …" : ""))")
        + ". To verify its records and keep tables in it, open it with options.adopting = true")
  }

  private func isAdopting(_ contents: FileContents) -> Bool {
    options.adopting && !contents.isTrusted && !contents.isEmpty
  }

  private func plan(_ contents: FileContents) throws(StoreError) -> OpeningPlan {
    try OpeningPlan(
      stored: contents.catalog, existing: contents.names, given: given, accepting: options.accepting,
      logging: options.changeLog, path)
  }

  func pendingMigrations(_ contents: FileContents) throws(StoreError) -> [Migration] {
    try Migration.pending(migrations, contents, tables: given.namesOfCode, path)
  }

  /// Copies the file before it is migrated, if that is asked for, and looks whether there is room for migrating it.
  private func prepareForMigrations() throws {
    if let copy = options.backup { try StoreCopy(environment, to: copy, compacting: false).run { _ in } }
    try environment.checkRoomToRewrite("migrate")
  }

  // MARK: - Without writing

  /// - Parameter plan: has said that records and program go together; what it would change is left.
  private func openAsItIs(
    _ contents: FileContents, _ plan: OpeningPlan
  ) throws -> (StoreState, OpeningReport) {
    let catalog = contents.catalog ?? plan.catalog.keepingTables(in: contents.names)
    let names = catalog.databaseNames(of: given)
    // A damaged catalog may name one twice.
    let handles = try Dictionary(
      zip(names, environment.openExisting(names, withoutWaiting: true)).compactMap { name, database in
        database.map { (name, $0) }
      }
    ) { first, _ in first }
    var report = OpeningReport()
    report.unclaimedTables = plan.leftBehind
    let distrust: OpenTables.Distrust? =
      contents.isTrusted ? nil : contents.catalog == nil ? .noCatalog : .uncertainRecords
    let tables = OpenTables(
      catalog, schemas, given, handles, verifiesOnRead: options.verifyOnRead || !plan.unproven.isEmpty,
      limitsAge: options.snapshotAgeLimit != nil, distrust: distrust, path: path,
      catalogCommit: contents.mark?.catalog ?? 0, firstTransaction: 0)
    return (try state(tables, handles, contents.isTrusted ? contents.mark : nil), report)
  }

  func state(_ tables: OpenTables, _ handles: [String: Database], _ mark: CommitMark?) throws(LMDBError)
    -> StoreState
  {
    try StoreState(
      environment, schemas, given, options, lastMigration: migrations.last?.number ?? 0, tables,
      handles: handles, seen: mark?.transaction ?? 0)
  }

  // MARK: - In one transaction

  private func carryOut() throws -> (StoreState, OpeningReport) {
    let opener = self
    let wait = WriterWait(limit: options.waitingAtMost, onProgress: options.onProgress)
    let outcome = try wait.write(to: environment) { transaction in
      // Others may have written since the first look.
      let contents = try FileContents(
        transaction.snapshot, transaction: transaction.transactionID - 1, opener.path,
        in: opener.options.session)
      try opener.checkMayUse(contents)
      var opening = OpeningTransaction(opener, contents)
      return try opening.run(in: &transaction)
    }
    let mark = outcome.mark.isUncertain ? nil : outcome.mark
    return (try state(outcome.tables, outcome.handles, mark), outcome.report)
  }
}
