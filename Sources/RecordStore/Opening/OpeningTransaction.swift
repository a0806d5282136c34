import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

/// The transaction that brings a file to where a program needs it: migrations, then tables, then indexes.
struct OpeningTransaction {
  private let opener: StoreOpener
  private let contents: FileContents
  private var handles: [String: Database] = [:]
  private var report = OpeningReport()
  /// The tables of which migrations left the indexes as they were.
  private var outdated: Set<String> = []

  struct Outcome {
    let tables: OpenTables
    let handles: [String: Database]
    let mark: CommitMark
    let report: OpeningReport
  }

  init(_ opener: StoreOpener, _ contents: FileContents) {
    self.opener = opener
    self.contents = contents
  }

  /// Whether every row is verified: those of other programs, and those after which others wrote.
  private var verifiesAll: Bool { !contents.isTrusted && !contents.isEmpty }

  @_lifetime(transaction: copy transaction)
  mutating func run(in transaction: inout LMDB.WriteTransaction) throws -> Outcome {
    var stored = contents.catalog
    var mark = CommitMark(
      after: contents.mark, in: transaction, changesCatalog: true,
      isUncertain: verifiesAll && !opener.options.adopting, unsynchronized: opener.options.sessionOfCommits)
    let pending = try opener.pendingMigrations(contents)
    if contents.isEmpty {
      // Nothing is there to be migrated, now and later.
      var empty = StoredCatalog.empty
      for migration in opener.migrations {
        empty.note(migration, commit: mark.number, tables: Set(opener.given.map(\.name)))
      }
      stored = empty
    } else if !pending.isEmpty {
      stored = try migrate(pending, contents.catalog ?? .empty, mark.number, in: &transaction)
    }
    let plan = try OpeningPlan(
      stored: stored, existing: contents.names, given: opener.given, accepting: opener.options.accepting,
      logging: opener.options.changeLog, opener.path)
    try carryOut(plan, in: &transaction)
    if verifiesAll, opener.options.adopting, contents.catalog != nil {
      try rebuild(plan.catalog, in: &transaction)
      report.adoptedTables = (plan.catalog.tables ?? []).map(\.name)
    } else if !outdated.isEmpty {
      try rebuild(plan.catalog.keepingTables(in: outdated), in: &transaction)
    }
    report.unclaimedTables = plan.leftBehind
    if let before = contents.mark, !verifiesAll, !plan.changesFile, pending.isEmpty {
      // Somebody else did it all between the first look and this one.
      mark = before
    } else {
      try transaction.put(plan.catalog)
      try log(mark, plan.catalog, in: &transaction)
      try transaction.put(mark, after: contents.mark)
    }
    let tables = OpenTables(
      plan.catalog, opener.schemas, opener.given, handles,
      verifiesOnRead: opener.options.verifyOnRead || !plan.unproven.isEmpty,
      limitsAge: opener.options.snapshotAgeLimit != nil, distrust: mark.isUncertain ? .uncertainRecords : nil,
      path: opener.path, catalogCommit: mark.catalog,
      firstTransaction: mark.transaction)
    return Outcome(tables: tables, handles: handles, mark: mark, report: report)
  }

  // MARK: - The log of changes

  /// Begins, ends or goes on with the log.
  @_lifetime(transaction: copy transaction)
  private func log(
    _ mark: CommitMark, _ catalog: StoredCatalog, in transaction: inout LMDB.WriteTransaction
  ) throws {
    if contents.catalog?.changeLog != nil, catalog.changeLog == nil { try transaction.removeChangeLog() }
    // Of tables that were not logged so far, the log has not all that a stream would ask for.
    var added: Set<String> = []
    if let before = contents.catalog, before.changeLog != nil {
      added = catalog.loggedTables.subtracting(before.loggedTables).subtracting(report.createdTables)
    }
    try transaction.log(
      mark, after: contents.mark, catalog,
      isReorganized: !report.migrations.isEmpty || !report.adoptedTables.isEmpty || !added.isEmpty)
  }

  // MARK: - Tables and indexes

  @_lifetime(transaction: copy transaction)
  private mutating func carryOut(_ plan: OpeningPlan, in transaction: inout LMDB.WriteTransaction) throws {
    for name in plan.catalog.databaseNames(of: opener.given) {
      handles[name] = try transaction.open(name, create: true)
    }
    var built: [String: [String]] = [:]
    var created: Set<String> = []
    for step in plan.steps {
      switch step {
      case .createTable(let name):
        created.insert(name)
        report.createdTables.append(name)
      case .adoptTable(let name):
        built[name] = built[name] ?? []
        report.adoptedTables.append(name)
      case .dropIndex(let index, let table):
        try empty(OpenTables.databaseName(index, of: table), in: &transaction)
      case .buildIndex(_, let table) where plan.catalog.table(named: table)?.replicaIsIncomplete == true:
        // The replica builds it when it has all rows.
        break
      case .buildIndex(let index, let table) where !created.contains(table):
        built[table, default: []].append(index)
        report.builtIndexes.append(OpenTables.databaseName(index, of: table))
      case .buildIndex:
        break
      }
    }
    for (name, indexes) in built.sorted(by: { $0.key < $1.key }) {
      guard let given = opener.given.first(where: { $0.name == name }),
        let entry = plan.catalog.table(named: name)
      else { continue }
      // What stood there before, if anything, was another program's.
      for index in indexes { try empty(OpenTables.databaseName(index, of: name), in: &transaction) }
      let isProven = !verifiesAll && !plan.unproven.contains(name)
      try build(
        entry, given.definition, indexes: Set(indexes), verifying: !isProven, in: &transaction)
    }
  }

  @_lifetime(transaction: copy transaction)
  private func empty(_ name: String, in transaction: inout LMDB.WriteTransaction) throws {
    if let database = handles[name] { try transaction.drop(database, delete: false) }
  }

  /// Builds indexes of a table that the program names.
  @_lifetime(transaction: copy transaction)
  private func build(
    _ entry: CatalogTable.Draft, _ definition: TableDefinition, indexes: Set<String>, verifying: Bool,
    in transaction: inout LMDB.WriteTransaction
  ) throws {
    guard let database = handles[entry.name] else { return }
    var verify: ((RawSpan) throws(VerificationError) -> Void)?
    if verifying { verify = definition.record.verify }
    let builder = TableBuilder(
      path: opener.path, name: entry.name, database: database, key: entry.key.description,
      encodeKey: definition.encodeKey, verify: verify,
      onProgress: opener.options.onProgress)
    let filled = entry.builders(indexes, handles) { name in
      definition.indexes.first { $0.name == name }?.source
    }
    try builder.build(filled, in: &transaction)
  }

  // MARK: - Rebuilding

  /// Verifies the records of tables by the schemas in the file, and makes all indexes anew.
  @_lifetime(transaction: copy transaction)
  private mutating func rebuild(
    _ catalog: StoredCatalog, in transaction: inout LMDB.WriteTransaction
  ) throws {
    var rebuilding = Rebuilding(path: opener.path, onProgress: opener.options.onProgress)
    try rebuilding.run(catalog, opener.given, in: &transaction)
    handles.merge(rebuilding.handles) { $1 }
  }

  // MARK: - Migrations

  @_lifetime(transaction: copy transaction)
  private mutating func migrate(
    _ migrations: [Migration], _ catalog: StoredCatalog, _ commit: UInt64,
    in transaction: inout LMDB.WriteTransaction
  ) throws -> StoredCatalog {
    let work = MigrationWork(
      catalog, opener.given, accepting: opener.options.accepting, opener.path, opener.options.onProgress)
    for migration in migrations {
      try work.run(migration, commit: commit, in: &transaction)
      report.migrations.append(migration.number)
    }
    outdated = work.outdated
    return work.catalog
  }
}

extension CatalogTable.Draft {
  /// What indexes are filled by: the program's code where it has some, else the description in the file.
  func builders(
    _ names: Set<String>, _ handles: [String: Database], code: (String) -> IndexKeySource?
  ) -> [TableBuilder.Index] {
    (indexes ?? []).filter { names.contains($0.name) }.compactMap { index in
      let description = index.key.description
      guard let database = handles[OpenTables.databaseName(index.name, of: name)],
        let source = code(index.name) ?? fitting(index.key)?.source
      else { return nil }
      return TableBuilder.Index(
        name: index.name, isUnique: index.unique, database: database, key: description, source: source)
    }
  }
}
