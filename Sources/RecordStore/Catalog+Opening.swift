import LMDB

extension Catalog {
  /// Opens the databases of all tables and indexes, in one transaction.
  convenience init(
    opening schemas: [StoreSchema], in environment: Environment, _ options: Store.Options
  ) throws {
    try Catalog.check(schemas)
    var names: [String] = []
    for table in schemas.flatMap(\.tables) {
      names.append(table.name)
      names += table.indexes.map { "\(table.name)/\($0.name)" }
    }
    var opened = try environment.databases(names, create: options.access != .readOnly)[...]
    let parts = schemas.map { schema in
      var part = Part(fingerprint: schema.fingerprint, tables: [], indexes: [])
      for table in schema.tables {
        let database = opened.removeFirst()
        let indexes = table.indexes.map {
          IndexEntry(database: opened.removeFirst(), table: database, definition: $0)
        }
        part.tables.append(TableEntry(database: database, definition: table, indexes: indexes))
        for index in indexes { part.insert(index) }
      }
      return part
    }
    self.init(parts: parts, verifiesOnRead: options.verifyOnRead, path: environment.path)
  }

  private static func check(_ schemas: [StoreSchema]) throws(StoreError) {
    var names: Set<String> = []
    var fingerprints: Set<UInt64> = []
    for schema in schemas {
      guard fingerprints.insert(schema.fingerprint).inserted else {
        throw StoreError(.schema, "the schema \(schema.name) is given twice")
      }
      var ordinals: Set<Int> = []
      for (position, table) in schema.tables.enumerated() {
        guard names.insert(table.name).inserted else {
          throw StoreError(.schema, "the table name \(table.name) is defined twice")
        }
        guard table.fingerprint == schema.fingerprint, table.ordinal == position else {
          throw StoreError(
            .schema, "the table \(table.name) is not defined as number \(position) of \(schema.name)")
        }
        for index in table.indexes {
          guard index.fingerprint == schema.fingerprint, (0..<4096).contains(index.ordinal),
            ordinals.insert(index.ordinal).inserted
          else {
            throw StoreError(
              .schema, "the index \(index.name) has no number of its own in \(schema.name)")
          }
        }
      }
    }
  }
}

extension Catalog.Part {
  mutating func insert(_ index: Catalog.IndexEntry) {
    while indexes.count <= index.definition.ordinal { indexes.append(nil) }
    indexes[index.definition.ordinal] = index
  }
}
