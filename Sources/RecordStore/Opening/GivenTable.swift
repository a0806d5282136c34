import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

/// A table as a program knows it, in the form in which a file would keep it.
struct GivenTable: Sendable {
  let definition: TableDefinition
  /// What the catalog of a file that only this program wrote says of the table.
  let entry: CatalogTable.Draft
  /// The schema of the records alone, if the program has it.
  let schema: Schema?

  var name: String { definition.name }
  /// The program's version of the schema.
  var version: CatalogVersion.Draft { entry.versions[0] }

  /// The tables of several schemas, which are checked to go together.
  static func all(in schemas: [StoreSchema]) throws(StoreError) -> [GivenTable] {
    try check(schemas)
    var tables: [GivenTable] = []
    for schema in schemas {
      let described = try schema.binarySchema.map { binary throws(StoreError) in
        let whole = try load(binary, schema.name)
        return (schema: whole, storage: StorageModel(whole))
      }
      for definition in schema.tables {
        if case .file(let stored) = definition.origin {
          tables.append(try GivenTable(definition, stored))
        } else if let described, let stored = described.storage.table(named: definition.name),
          let table = GivenTable(definition, stored, in: described.schema)
        {
          tables.append(table)
        } else {
          tables.append(try GivenTable(undescribed: definition))
        }
      }
    }
    return tables
  }

  /// A table that only the file describes.
  private init(_ definition: TableDefinition, _ stored: CatalogTable.Draft) throws(StoreError) {
    var entry = stored
    entry.versions = stored.versions.suffix(1)
    self.init(
      definition: definition, entry: entry, schema: try stored.versions.last?.loaded(stored.name, "the file"))
  }

  /// - Returns: `nil` if the schema does not describe all indexes.
  private init?(_ definition: TableDefinition, _ stored: StoredTable, in schema: Schema) {
    var indexes: [CatalogIndex.Draft] = []
    for index in definition.indexes {
      guard let described = stored.index(named: index.name), described.isUnique == index.isUnique else {
        return nil
      }
      indexes.append(
        CatalogIndex.Draft(name: index.name, unique: index.isUnique, key: CatalogKey.Draft(described.key)))
    }
    self.init(
      definition, object: stored.object, in: schema, key: CatalogKey.Draft(stored.key), indexes: indexes)
  }

  /// A table whose keys are made by code that nothing describes.
  private init(undescribed definition: TableDefinition) throws(StoreError) {
    let key = CatalogKey.Draft(code: definition.keyVersion)
    let indexes = definition.indexes.map { index in
      CatalogIndex.Draft(
        name: index.name, unique: index.isUnique, key: CatalogKey.Draft(code: index.keyVersion))
    }
    if let binary = definition.record.schema {
      let schema = try GivenTable.load(binary, definition.name)
      if let object = schema.table(named: definition.record.name) {
        self.init(definition, object: object, in: schema, key: key, indexes: indexes)
        return
      }
    }
    let version = CatalogVersion.Draft(fingerprint: definition.fingerprint, record: definition.record.name)
    self.init(
      definition: definition,
      entry: CatalogTable.Draft(name: definition.name, versions: [version], key: key, indexes: indexes),
      schema: nil)
  }

  private init(definition: TableDefinition, entry: CatalogTable.Draft, schema: Schema?) {
    self.definition = definition
    self.entry = entry
    self.schema = schema
  }

  private init(
    _ definition: TableDefinition, object: Int, in schema: Schema, key: CatalogKey.Draft,
    indexes: [CatalogIndex.Draft]
  ) {
    // What is not about the records of this table must not make it another version.
    var reduced = schema.reduced(to: [object])
    reduced.fileIdentifier = nil
    reduced.fileExtension = nil
    reduced.files = []
    let binary = try? reduced.binary(BinarySchemaOptions(builtInAttributes: true))
    let version = CatalogVersion.Draft(
      fingerprint: reduced.fingerprint, record: definition.record.name, schema: binary.map { Array($0) })
    self.init(
      definition: definition,
      entry: CatalogTable.Draft(name: definition.name, versions: [version], key: key, indexes: indexes),
      schema: reduced)
  }

  private static func load(_ binary: EmbeddedSchema, _ name: String) throws(StoreError) -> Schema {
    do {
      return try Schema(binary: binary.bytes)
    } catch {
      throw StoreError(
        .schema, "the schema \(name) in the program's code can't be read: \(error)", cause: error)
    }
  }
}

extension GivenTable {
  /// - Throws: ``StoreError/Code/schema`` if definitions contradict each other.
  private static func check(_ schemas: [StoreSchema]) throws(StoreError) {
    var names: Set<String> = []
    var fingerprints: Set<UInt64> = []
    for schema in schemas {
      guard fingerprints.insert(schema.fingerprint).inserted else {
        throw StoreError(.schema, "the schema \(schema.name) is given twice")
      }
      var ordinals: Set<Int> = []
      for (position, table) in schema.tables.enumerated() {
        try check(table.name, "table")
        guard names.insert(table.name).inserted else {
          throw StoreError(.schema, "the table name \(table.name) is defined twice")
        }
        guard table.fingerprint == schema.fingerprint, table.ordinal == position else {
          throw StoreError(
            .schema, "the table \(table.name) is not defined as number \(position) of \(schema.name)")
        }
        var indexes: Set<String> = []
        for index in table.indexes {
          try check(index.name, "index")
          guard indexes.insert(index.name).inserted else {
            throw StoreError(
              .schema, "the index \(index.name) of table \(table.name) is defined twice", table: table.name,
              index: index.name)
          }
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

  /// Names become those of LMDB's databases, in which a slash stands between table and index.
  static func check(_ name: String, _ kind: String) throws(StoreError) {
    guard !name.isEmpty, !name.utf8.contains(0), !name.contains("/"), name.utf8.count <= 200 else {
      throw StoreError(
        .schema,
        "\(name.debugDescription) is no name of a \(kind): it has 1 to 200 bytes, neither zeros nor slashes")
    }
  }
}

extension [GivenTable] {
  /// The names of those that a program has code of: these it must know all migrations of.
  var namesOfCode: Set<String> {
    Set(filter { if case .code = $0.definition.origin { true } else { false } }.map(\.name))
  }
}
