import LMDB

extension Store {
  /// Opens a store's file by what it says of its tables itself: no schema and no generated code are needed.
  ///
  /// The tables are those of ``reflectedTables``: all whose records and keys schemas in the file describe. Their indexes
  /// are kept right, as by the programs that made them.
  ///
  /// - Parameter options: how the file is opened; it has to exist.
  /// - Throws: ``StoreError`` naming the path and what is wrong: ``StoreError/Code/foreignFile`` if the file has no
  ///   catalog of its tables.
  public convenience init(path: String, options: Options = Options()) throws {
    do {
      var options = options
      if options.access == .readWrite { options.access = .existing }
      try self.init(path: path, schema: try Store.schema(ofFile: path, options), options: options)
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// The tables that a file names, as of now: that they are no others when it is opened is looked at there.
  private static func schema(ofFile path: String, _ options: Options) throws -> StoreSchema {
    var reading = options
    if options.access != .immutable { reading.access = .readOnly }
    let environment = try Environment(path: path, options: reading.environment(for: [], spare: 0))
    defer { environment.close() }
    let catalog = try environment.read { snapshot throws in try snapshot.storedCatalog(path) }
    guard let catalog else {
      throw StoreError(
        .foreignFile, "\(path): the file has no catalog of its tables; open it with the schema of its records"
      )
    }
    return try StoreSchema(catalog, path)
  }
}
