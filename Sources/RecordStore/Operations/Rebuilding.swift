import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import SharedBytes

/// Verifies the records of all tables in a file and makes all their indexes anew, also those of other programs.
struct Rebuilding {
  let path: String
  let onProgress: (OpeningProgress) -> Void
  private(set) var handles: [String: Database] = [:]

  init(path: String, onProgress: @escaping (OpeningProgress) -> Void) {
    self.path = path
    self.onProgress = onProgress
  }

  /// - Throws: ``StoreError/Code/invalidRecord`` for a row that is no record of its table,
  ///   ``StoreError/Code/uniqueViolation``, ``StoreError/Code/indexUnavailable`` for an index that only code of
  ///   another program could make.
  @_lifetime(transaction: copy transaction)
  mutating func run(
    _ catalog: StoredCatalog, _ given: [GivenTable], in transaction: inout LMDB.WriteTransaction
  ) throws {
    for entry in catalog.tables ?? [] {
      let own = given.first { $0.name == entry.name }
      guard let database = try open(entry.name, in: &transaction) else { continue }
      for index in entry.indexes ?? [] {
        let name = OpenTables.databaseName(index.name, of: entry.name)
        guard let database = try open(name, in: &transaction) else { continue }
        try transaction.drop(database, delete: false)
      }
      let names = Set((entry.indexes ?? []).map(\.name))
      let indexes = entry.builders(names, handles) { name in
        guard let index = entry.indexes?.first(where: { $0.name == name }),
          own?.entry.indexes?.contains(where: { $0.name == name && $0.isSame(as: index) }) == true
        else { return nil }
        return own?.definition.indexes.first { $0.name == name }?.source
      }
      if let other = names.subtracting(indexes.map(\.name)).sorted().first {
        throw StoreError(
          .indexUnavailable,
          "\(path): the index \(entry.name)/\(other) is made by code that this program does not have",
          table: entry.name)
      }
      let verify = try own?.definition.record.verify ?? Rebuilding.verifier(entry, path)
      guard try verify != nil || transaction.snapshot.count(database) == 0 else {
        throw StoreError(
          .foreignFile,
          "\(path): the file has no schema of table \(entry.name): only a program with the code of its records can verify "
            + "them", table: entry.name)
      }
      let key = entry.key.description
      let builder = TableBuilder(
        path: path, name: entry.name, database: database, key: key,
        encodeKey: own?.definition.encodeKey ?? entry.fitting(entry.key)?.extraction,
        verify: verify, onProgress: onProgress)
      // A replica that is not whole builds its indexes when it has all rows.
      try builder.build(entry.replicaIsIncomplete ? [] : indexes, in: &transaction)
    }
    if catalog.changeLog != nil { _ = try open(OpenChangeLog.databaseName, in: &transaction) }
  }

  @_lifetime(transaction: copy transaction)
  private mutating func open(_ name: String, in transaction: inout LMDB.WriteTransaction) throws -> Database?
  {
    let database = try transaction.open(name, create: true)
    handles[name] = database
    return database
  }

  /// Checks records by the schema in the file.
  private static func verifier(
    _ entry: CatalogTable.Draft, _ path: String
  ) throws -> ((RawSpan) throws(VerificationError) -> Void)? {
    guard let version = entry.versions.last, version.schema != nil else { return nil }
    let schema = try version.loaded(entry.name, path)
    guard let table = schema.rootTable else { return nil }
    return { bytes throws(VerificationError) in
      _ = try DynamicTable(verifying: SharedBytes(copying: bytes), as: table, of: schema)
    }
  }
}
