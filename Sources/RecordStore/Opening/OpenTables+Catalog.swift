import FlatBuffersReflection
import LMDB

extension OpenTables {
  /// Why the records of a file can't be trusted.
  enum Distrust: Equatable {
    /// The file may be wrong, see ``StoreInspection/uncertainty``.
    case uncertainRecords
    /// The file has no catalog.
    case noCatalog

    var obstacle: String {
      switch self {
      case .uncertainRecords:
        "\(StoreInspection.uncertainty): it may be wrong. rebuildIndexes() mends that"
      case .noCatalog:
        "the file is not one of a store; only adopting it makes its indexes known"
      }
    }
  }

  /// What a catalog makes of a program's tables.
  ///
  /// - Parameters:
  ///   - catalog: what the file says of its tables.
  ///   - schemas: what the program was opened with; its tables in their order are `given`.
  ///   - handles: the open databases by their names.
  convenience init(
    _ catalog: StoredCatalog, _ schemas: [StoreSchema], _ given: [GivenTable], _ handles: [String: Database],
    verifiesOnRead: Bool, limitsAge: Bool, distrust: Distrust?, path: String, catalogCommit: UInt64,
    firstTransaction: UInt64,
    isWritable: Bool = true
  ) {
    let log = OpenChangeLog(catalog, handles)
    var asReplica: OpenTables?
    if given.contains(where: { catalog.table(named: $0.name)?.replicaOf != nil }) {
      asReplica = OpenTables(
        parts: OpenTables.parts(catalog, schemas, given, handles, distrust, forReplica: true),
        verifiesOnRead: verifiesOnRead || distrust != nil, limitsAge: limitsAge, path: path,
        catalogCommit: catalogCommit, firstTransaction: firstTransaction, isWritable: isWritable, log: log)
    }
    self.init(
      parts: OpenTables.parts(catalog, schemas, given, handles, distrust, forReplica: false),
      verifiesOnRead: verifiesOnRead || distrust != nil, limitsAge: limitsAge, path: path,
      catalogCommit: catalogCommit, firstTransaction: firstTransaction, isWritable: isWritable,
      log: log, asReplica: asReplica)
  }

  private static func parts(
    _ catalog: StoredCatalog, _ schemas: [StoreSchema], _ given: [GivenTable], _ handles: [String: Database],
    _ distrust: Distrust?, forReplica: Bool
  ) -> [Part] {
    let tables = Dictionary(given.map { ($0.name, $0) }) { first, _ in first }
    return schemas.map { schema in
      var part = Part(fingerprint: schema.fingerprint, tables: [], indexes: [])
      for definition in schema.tables {
        guard let given = tables[definition.name] else { continue }
        let (table, indexes) = OpenTables.entries(
          given, catalog.table(named: definition.name), handles, distrust, forReplica: forReplica)
        part.tables.append(table)
        for index in indexes { part.insert(index) }
      }
      return part
    }
  }

  /// - Returns: the table, with the indexes that are kept; and the program's indexes, also those there are not.
  private static func entries(
    _ given: GivenTable, _ stored: CatalogTable.Draft?, _ handles: [String: Database], _ distrust: Distrust?,
    forReplica: Bool
  ) -> (TableEntry, [IndexEntry]) {
    let definition = given.definition
    let replica = stored.flatMap { ReplicaMark($0) }
    let isWithheld = !forReplica && replica?.isIncomplete == true
    let database = stored == nil || isWithheld ? nil : handles[definition.name]
    var kept: [IndexEntry] = []
    var obstacle = forReplica ? nil : replica?.obstacle
    let unread = isWithheld ? replica?.obstacle : distrust?.obstacle
    for index in stored?.indexes ?? [] {
      let handle = handles[databaseName(index.name, of: definition.name)]
      let own = definition.indexes.first { own in
        own.name == index.name
          && given.entry.indexes?.contains { $0.name == own.name && $0.isSame(as: index) } == true
      }
      if let own, handle != nil {
        kept.append(
          IndexEntry(
            database: isWithheld ? nil : handle, table: database, definition: own,
            key: index.key.description, obstacle: unread))
      } else if let key = stored?.fitting(index.key), handle != nil {
        kept.append(
          IndexEntry(
            database: isWithheld ? nil : handle, table: database,
            definition: IndexDefinition(describedBy: key, name: index.name, isUnique: index.unique), key: key,
            obstacle: unread))
      } else {
        obstacle = "its index \(index.name) is \(index.key.text), which this program does not have"
      }
    }
    let table = TableEntry(
      database: database, definition: definition, indexes: kept, key: given.entry.key.description,
      obstacle: obstacle, replica: replica)
    let own = definition.indexes.map { definition in
      kept.first { $0.definition === definition }
        ?? IndexEntry(
          database: nil, table: database, definition: definition, key: nil,
          obstacle: distrust?.obstacle
            ?? "the file does not have it as this program knows it. It is built when a store that may write "
            + "opens the file")
    }
    return (table, own)
  }

  /// The name of an index's database.
  static func databaseName(_ index: String, of table: String) -> String { "\(table)/\(index)" }
}

extension OpenTables.Part {
  mutating func insert(_ index: OpenTables.IndexEntry) {
    while indexes.count <= index.definition.ordinal { indexes.append(nil) }
    indexes[index.definition.ordinal] = index
  }
}

extension IndexDefinition {
  /// An index of which no program's code makes the key; without an ordinal, one that only the file knows of.
  convenience init(
    describedBy key: KeyDescription, name: String, isUnique: Bool, ordinal: Int = 0, fingerprint: UInt64 = 0
  ) {
    self.init(
      name: name, ordinal: ordinal, fingerprint: fingerprint, isUnique: isUnique, keyVersion: 1,
      keyReadsVectors: key.readsVectors, source: key.source)
  }
}
