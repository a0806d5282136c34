import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import SharedBytes

/// What the migrations of one opening share: the catalog as they leave it, and what they did.
final class MigrationWork {
  private(set) var catalog: StoredCatalog
  let given: [GivenTable]
  let path: String
  let onProgress: (OpeningProgress) -> Void
  /// What is being done, for progress and errors.
  private(set) var action = ""
  private var written: Set<String> = []
  /// The tables of which all rows were made anew: their indexes are built with them.
  private var rewritten: Set<String> = []
  /// The tables that rows were put into or that got another name: all their indexes are to be made anew, also those of
  /// other programs.
  private(set) var outdated: Set<String> = []
  private let accepting: Set<AcceptedChange>
  /// What failed halfway; the migration fails with it, even if its body keeps it to itself.
  var brokenOff: (any Error)?

  init(
    _ catalog: StoredCatalog, _ given: [GivenTable], accepting: Set<AcceptedChange>, _ path: String,
    _ onProgress: @escaping (OpeningProgress) -> Void
  ) {
    self.accepting = accepting
    self.catalog = catalog
    self.given = given
    self.path = path
    self.onProgress = onProgress
  }

  @_lifetime(transaction: copy transaction)
  func run(_ migration: Migration, commit: UInt64, in transaction: inout LMDB.WriteTransaction) throws {
    written = []
    try run("migration \(migration.number) ('\(migration.name)')", migration.body, in: &transaction)
    catalog.note(migration, commit: commit, tables: written)
  }

  /// Runs a step that is not noted.
  ///
  /// - Parameter action: what it does, for progress and errors.
  @_lifetime(transaction: copy transaction)
  func run(
    _ action: String, _ body: (inout MigrationContext) throws -> Void,
    in transaction: inout LMDB.WriteTransaction
  ) throws {
    self.action = action
    do {
      // The transaction is not used until the step is done.
      var context = unsafe MigrationContext(transaction.alias(), self)
      try body(&context)
      if let brokenOff { throw brokenOff }
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(
        .migration, "\(path): \(action) failed, and the file is as it was: \(error)", cause: error)
    }
  }

  func failure(_ message: String, table: String) -> StoreError {
    StoreError(.migration, "\(path): \(action): \(message)", table: table)
  }

  /// The table of the program.
  func given(_ definition: TableDefinition) throws(StoreError) -> GivenTable {
    guard let table = given.first(where: { $0.definition === definition }) else {
      throw failure(
        "the table \(definition.name) is not one the store is opened with", table: definition.name)
    }
    return table
  }

  func stored(_ name: String) throws(StoreError) -> CatalogTable.Draft {
    guard let table = catalog.table(named: name) else {
      let names = (catalog.tables ?? []).map(\.name).joined(separator: ", ")
      throw failure("the file has no table \(name); it has \(names.isEmpty ? "none" : names)", table: name)
    }
    return table
  }

  /// A table of the file that is to be changed.
  ///
  /// - Throws: ``StoreError/Code/replica`` if only a replica may: what is changed here its source does not know.
  func writable(_ name: String) throws(StoreError) -> CatalogTable.Draft {
    let table = try stored(name)
    guard let replica = ReplicaMark(table) else { return table }
    throw StoreError(
      .replica,
      "\(path): \(action): the table \(name) can't be changed: \(replica.obstacle). If it is to be one of its own, without "
        + "its source, promote it first", table: name)
  }

  /// Notes that a table holds records of the program's version only, and none of its indexes are built.
  func setWritten(_ table: GivenTable) {
    var entry = table.entry
    entry.indexes = []
    entry.logsChanges = catalog.table(named: table.name)?.logsChanges ?? false
    set(entry)
    rewritten.insert(table.name)
  }

  /// Notes that rows of the program's version are put beside those that a table has.
  ///
  /// - Throws: ``StoreError/Code/schemaChanged`` if they don't go together.
  func setGrown(_ table: GivenTable) throws(StoreError) {
    guard !rewritten.contains(table.name), !outdated.contains(table.name) else { return }
    guard catalog.table(named: table.name) != nil else { return setWritten(table) }
    var entry = try writable(table.name)
    entry.versions = try TableJudgement(table, stored: entry, accepting: accepting, "\(path): \(action)")
      .versions
    set(entry)
    outdated.insert(table.name)
  }

  func setRemoved(_ name: String) {
    catalog.removeTable(named: name)
    written.insert(name)
    rewritten.remove(name)
    outdated.remove(name)
  }

  func setRenamed(_ entry: CatalogTable.Draft, to name: String) {
    let wasRewritten = rewritten.contains(entry.name)
    setRemoved(entry.name)
    var renamed = entry
    renamed.name = name
    set(renamed)
    if wasRewritten { rewritten.insert(name) } else { outdated.insert(name) }
  }

  func set(_ entry: CatalogTable.Draft) {
    catalog.set(entry)
    written.insert(entry.name)
  }
}
