import LMDB

extension Environment {
  /// Reads one snapshot with all databases that its catalog names, also those that no program of this process does.
  ///
  /// Opens them first, which waits for a write that runs unless the environment is for reading only.
  ///
  /// - Parameter body: gets the snapshot, its catalog and the open databases by their names.
  /// - Throws: what `body` throws, or ``StoreError``.
  func withCatalog<R>(
    _ body: (LMDB.Snapshot, StoredCatalog, [String: Database]) throws -> R
  ) throws -> R {
    do {
      let names = try read { snapshot throws in try snapshot.storedCatalog(path)?.databaseNames ?? [] }
      let handles = Dictionary(
        zip(names, try openExisting(names)).compactMap { name, database in database.map { (name, $0) } }
      ) { first, _ in first }
      return try read { snapshot throws in
        try body(snapshot, try snapshot.storedCatalog(path) ?? .empty, handles)
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}

extension CatalogRecord.Draft {
  /// The databases of all tables and indexes.
  var databaseNames: [String] {
    (tables ?? []).flatMap { table in
      [table.name] + (table.indexes ?? []).map { OpenTables.databaseName($0.name, of: table.name) }
    }
  }
}
