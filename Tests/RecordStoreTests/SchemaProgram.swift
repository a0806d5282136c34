import FlatBuffersLanguage
import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import SharedBytes
import Testing

@testable import RecordStore

/// A program with a schema of its own, compiled when the test runs: one version of many.
///
/// It stores JSON as records of its schema and reads every record by its own schema, as generated code does.
struct SchemaProgram {
  let text: String
  let schema: Schema
  let storage: StorageModel
  let definition: StoreSchema

  /// - Parameter text: the schema without the include of the attributes.
  init(_ text: String) throws {
    self.text = text
    let files = SchemaFiles(["test.fbs": "include \"flatwire.fbs\"; namespace t;\n" + text])
    let result = SchemaCompiler.compile("test.fbs", files: files)
    schema = try #require(result.schema, "\(result.report)")
    storage = StorageModel(schema)
    #expect(storage.faults.isEmpty)
    let binary = try schema.binary(BinarySchemaOptions(builtInAttributes: true))
    let fingerprint = schema.fingerprint
    var ordinal = 0
    let whole = schema
    let tables = storage.tables.enumerated().map { position, table in
      let indexes = table.indexes.map { index in
        defer { ordinal += 1 }
        return IndexDefinition(
          name: index.name, ordinal: ordinal, fingerprint: fingerprint, isUnique: index.isUnique,
          keyVersion: 1,
          keyReadsVectors: index.key.readsVectors, source: index.key.source)
      }
      return TableDefinition(
        name: table.name, ordinal: position, fingerprint: fingerprint, indexes: indexes,
        record: RecordType(name: "\(table.record)", schema: nil) { bytes throws(VerificationError) in
          _ = try DynamicTable(verifying: SharedBytes([UInt8](bytes)), as: table.object, of: whole)
        }, keyVersion: 1, keyReadsVectors: table.key.readsVectors, encodeKey: table.key.extraction)
    }
    definition = StoreSchema(
      name: "test", fingerprint: fingerprint, tables: tables,
      binarySchema: EmbeddedSchema(name: "test", fingerprint: fingerprint, bytes: SharedBytes(Array(binary))))
  }

  /// A schema that may say what it stores wrongly.
  static func schemaWithoutChecks(_ text: String) throws -> Schema {
    let files = SchemaFiles(["test.fbs": "attribute \"table\"; attribute \"index\"; namespace t;\n" + text])
    let result = SchemaCompiler.compile("test.fbs", files: files)
    return try #require(result.schema, "\(result.report)")
  }

  func open(
    _ path: String, accepting: Set<AcceptedChange> = [], migrations: [Migration] = [],
    _ change: (inout Store.Options) -> Void = { _ in }
  ) throws -> Store {
    var options = TestStore.fast
    options.accepting = accepting
    change(&options)
    return try Store(path: path, schema: definition, migrations: migrations, options: options)
  }

  private func table(_ name: String) throws -> (TableDefinition, StoredTable) {
    let definition = try #require(definition.tables.first { $0.name == name })
    return (definition, try #require(storage.table(named: name)))
  }

  func put(_ rows: [String], in name: String = "things", _ store: Store) throws {
    let (definition, stored) = try table(name)
    let records = try rows.map { json in
      try JSONReader.build(SourceFile(path: "row", text: json), as: stored.object, of: schema)
    }
    try store.write { txn in
      for record in records { try txn.put(verified: record.bytes, definition) }
    }
  }

  func delete(_ key: UInt64, in name: String = "things", _ store: Store) throws {
    let (definition, _) = try table(name)
    try store.write { txn in
      let encoded = key.encoded
      _ = try txn.delete(encoded.bytes, definition)
    }
  }

  /// The rows as JSON by this program's schema, checked as generated code would have to trust them.
  func rows(_ name: String = "things", _ store: Store) throws -> [String] {
    let (definition, stored) = try table(name)
    return try store.read { txn in
      let entry = try unsafe txn.tables.takeUnretainedValue().table(definition)
      guard let database = entry.database else { throw StoreError(.unknownTable, "no table \(name)") }
      let source = unsafe RowSource.table(Unmanaged.passUnretained(definition))
      return try print(
        RowWalk(txn, source, database, EncodedRange(KeyRange<UInt64>.all), .ascending), stored)
    }
  }

  /// The rows in the order of an index.
  func rows(by index: String, of name: String = "things", _ store: Store) throws -> [String] {
    let (definition, stored) = try table(name)
    let indexDefinition = try #require(definition.indexes.first { $0.name == index })
    return try store.read { txn in
      let databases = try txn.databases(indexDefinition)
      let walk = try RowWalk(
        txn, unsafe RowSource.index(Unmanaged.passUnretained(indexDefinition)), databases.index,
        records: databases.table, EncodedRange(KeyRange<UInt64>.all), .ascending)
      return try print(walk, stored)
    }
  }

  private func print(_ walk: consuming RowWalk, _ stored: StoredTable) throws -> [String] {
    var walk = walk
    var texts: [String] = []
    while let bytes = try walk.next() {
      let table = try DynamicTable(verifying: SharedBytes([UInt8](bytes)), as: stored.object, of: schema)
      texts.append(
        try JSONPrinter.print(table).split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(
          separator: " "))
    }
    return texts
  }
}
