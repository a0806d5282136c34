public import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

extension StoreSchema {
  /// The stored tables of a schema that is known at run time only, such as one of a `.bfbs` file.
  ///
  /// A store that is opened with it makes and changes the same files as one with the generated code. Its tables are
  /// used as ``Store/table(named:)``.
  ///
  /// - Throws: ``StoreError/Code/schema`` if no table of the schema is stored, or what it says of keys and indexes
  ///   is wrong.
  public init(_ schema: Schema) throws(StoreError) {
    let storage = StorageModel(schema)
    let place = schema.mainFile.isEmpty ? "the schema" : schema.mainFile
    guard storage.faults.isEmpty else {
      throw StoreError(.schema, storage.faults.map { "\(place): \($0.message)" }.joined(separator: "\n"))
    }
    guard !storage.tables.isEmpty else {
      throw StoreError(.schema, "\(place): no table of it is stored; the attribute (table: \"…\") says so")
    }
    let binary: SharedBytes
    do {
      binary = try schema.binary(BinarySchemaOptions(builtInAttributes: true))
    } catch {
      throw StoreError(.schema, "\(place): it can't be kept: \(error)", cause: error)
    }
    let fingerprint = schema.fingerprint
    var ordinal = 0
    let tables = storage.tables.enumerated().map { position, table in
      let indexes = table.indexes.map { index in
        defer { ordinal += 1 }
        return IndexDefinition(
          describedBy: index.key, name: index.name, isUnique: index.isUnique, ordinal: ordinal,
          fingerprint: fingerprint)
      }
      return TableDefinition(
        name: table.name, ordinal: position, fingerprint: fingerprint, indexes: indexes,
        record: RecordType("\(table.record)", object: table.object, of: schema), describedBy: table.key,
        origin: .schema)
    }
    self.init(
      name: place, fingerprint: fingerprint, tables: tables,
      binarySchema: EmbeddedSchema(name: place, fingerprint: fingerprint, bytes: binary))
  }

  /// The tables that a file names, as far as it describes their records and keys.
  init(_ catalog: StoredCatalog, _ path: String) throws(StoreError) {
    var ordinal = 0
    var tables: [TableDefinition] = []
    for entry in catalog.tables ?? [] {
      guard let version = entry.versions.last, version.schema != nil, let key = entry.fitting(entry.key)
      else {
        continue
      }
      let schema = try version.loaded(entry.name, path)
      guard let object = schema.rootTable else { continue }
      let indexes = (entry.indexes ?? []).compactMap { index -> IndexDefinition? in
        guard let key = entry.fitting(index.key) else { return nil }
        defer { ordinal += 1 }
        return IndexDefinition(
          describedBy: key, name: index.name, isUnique: index.unique, ordinal: ordinal,
          fingerprint: StoreSchema.ofFile)
      }
      tables.append(
        TableDefinition(
          name: entry.name, ordinal: tables.count, fingerprint: StoreSchema.ofFile, indexes: indexes,
          record: RecordType(version.record, object: object, of: schema), describedBy: key,
          origin: .file(entry)))
    }
    self.init(name: path, fingerprint: StoreSchema.ofFile, tables: tables)
  }

  /// What tells the tables that a file names from those of a schema: a store is opened with one or the other.
  private static var ofFile: UInt64 { 0 }
}

extension RecordType {
  /// A type that a schema describes.
  fileprivate init(_ name: String, object: Int, of schema: Schema) {
    self.init(name: name, schema: nil) { bytes throws(VerificationError) in
      _ = try DynamicTable(verifying: SharedBytes(copying: bytes), as: object, of: schema)
    }
  }
}

extension TableDefinition {
  /// A table whose key is read from records by its description.
  fileprivate convenience init(
    name: String, ordinal: Int, fingerprint: UInt64, indexes: [IndexDefinition], record: RecordType,
    describedBy key: KeyDescription, origin: Origin
  ) {
    self.init(
      name: name, ordinal: ordinal, fingerprint: fingerprint, indexes: indexes, record: record, keyVersion: 1,
      keyReadsVectors: key.readsVectors, encodeKey: key.extraction, origin: origin)
  }
}
