/// What opening a file with a program's tables takes: a pure comparison of what the file says of its tables with
/// what the program says of its own.
struct OpeningPlan {
  /// One thing to do in the opening transaction; in the order in which they are to be done.
  enum Step: Equatable {
    case createTable(String)
    /// The table was made by another program: its records are to be verified.
    case adoptTable(String)
    case dropIndex(String, of: String)
    case buildIndex(String, of: String)
  }

  /// What the file is to say of its tables afterwards.
  private(set) var catalog: StoredCatalog
  private(set) var steps: [Step] = []
  /// The tables of which each record is verified when it is read.
  private(set) var unproven: Set<String> = []
  /// The tables of the file that the program does not name.
  private(set) var leftBehind: [String] = []
  /// Whether the file has to be written.
  private(set) var changesFile = false

  /// - Parameters:
  ///   - stored: what the file says of its tables; `nil` if it is not a store's.
  ///   - existing: the names of the databases in the file; those that the catalog does not name are adopted.
  ///   - given: the program's tables.
  ///   - accepting: the changes of schemas that the program knows of.
  ///   - logging: whether a log of changes is kept.
  ///   - place: the file's path, for messages.
  /// - Throws: ``StoreError/Code/schemaChanged`` if records and program don't go together.
  init(
    stored: StoredCatalog?, existing: Set<String> = [], given: [GivenTable],
    accepting: Set<AcceptedChange> = [], logging: ChangeLogging = .asInFile, _ place: String
  ) throws(StoreError) {
    catalog = stored ?? .empty
    for table in given {
      guard var entry = catalog.table(named: table.name) else {
        steps.append(existing.contains(table.name) ? .adoptTable(table.name) : .createTable(table.name))
        for index in table.entry.indexes ?? [] { steps.append(.buildIndex(index.name, of: table.name)) }
        catalog.set(table.entry)
        continue
      }
      let judgement = try TableJudgement(table, stored: entry, accepting: accepting, place)
      if !judgement.isProven { unproven.insert(table.name) }
      entry.versions = judgement.versions
      entry.indexes = plan(table, entry.indexes ?? [])
      catalog.set(entry)
    }
    let names = Set(given.map(\.name))
    leftBehind = (catalog.tables ?? []).map(\.name).filter { !names.contains($0) }
    try catalog.keepLog(logging, place)
    changesFile = stored != catalog || !steps.isEmpty
  }

  /// Adds the steps for a table's indexes; those that the program does not know are kept, for those who do.
  ///
  /// - Returns: the indexes there are afterwards.
  private mutating func plan(_ table: GivenTable, _ stored: [CatalogIndex.Draft]) -> [CatalogIndex.Draft] {
    var indexes = stored
    for index in table.entry.indexes ?? [] {
      if let place = indexes.firstIndex(where: { $0.name == index.name }) {
        if indexes[place].isSame(as: index) { continue }
        steps.append(.dropIndex(index.name, of: table.name))
        indexes[place] = index
      } else {
        indexes.append(index)
      }
      steps.append(.buildIndex(index.name, of: table.name))
    }
    return indexes
  }
}

extension CatalogIndex.Draft {
  /// Whether both have the same entries for the same records.
  func isSame(as other: CatalogIndex.Draft) -> Bool {
    unique == other.unique && key.isSameKey(as: other.key)
  }
}
