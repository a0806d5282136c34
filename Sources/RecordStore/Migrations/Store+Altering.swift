import LMDB

extension Store {
  /// Changes the tables of a file without the code of their schemas: drops and renames tables, drops indexes.
  ///
  ///     try Store.alter(path: "app.db") { tables in try tables.drop("sessions") }
  ///
  /// What `body` does is done in one transaction, or nothing of it if it throws; it is no migration, and not noted as one.
  /// This process must not have the file open. Programs that have look at the file anew: one that names a dropped table is
  /// refused, and makes an empty one when it opens the file again.
  ///
  /// - Parameters:
  ///   - path: the file of a store.
  ///   - options: access, durability, map size, readers, file systems and `onProgress` count; no backup is made.
  ///   - body: the changes, by the means of migrations.
  /// - Throws: what `body` throws, and ``StoreError`` naming the path and what is wrong with the file.
  public static func alter(
    path: String, options: Options = Options(), _ body: (inout MigrationContext) throws -> Void
  ) throws {
    var options = options
    if options.access == .readWrite { options.access = .existing }
    do {
      let environment = try Environment(
        path: path, options: options.environment(for: [], spare: Options.spareDatabases * 8))
      defer { environment.close() }
      try environment.write { transaction in
        try alter(path, options, in: &transaction, body)
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  @_lifetime(transaction: copy transaction)
  private static func alter(
    _ path: String, _ options: Options, in transaction: inout LMDB.WriteTransaction,
    _ body: (inout MigrationContext) throws -> Void
  ) throws {
    let contents = try FileContents(
      transaction.snapshot, transaction: transaction.transactionID - 1, path, in: options.session)
    guard let catalog = contents.catalog else {
      throw StoreError(
        .foreignFile, "\(path): the file has no catalog of its tables: it is not one of a store")
    }
    let work = MigrationWork(catalog, [], accepting: [], path, options.onProgress)
    try work.run("altering", body, in: &transaction)
    if work.catalog == catalog { return }
    if !work.outdated.isEmpty {
      var rebuilding = Rebuilding(path: path, onProgress: options.onProgress)
      try rebuilding.run(work.catalog.keepingTables(in: work.outdated), [], in: &transaction)
    }
    try transaction.put(work.catalog)
    let mark = CommitMark(
      after: contents.mark, in: transaction, changesCatalog: true, isUncertain: !contents.isTrusted,
      unsynchronized: options.sessionOfCommits)
    try transaction.log(mark, after: contents.mark, work.catalog, isReorganized: true)
    try transaction.put(mark, after: contents.mark)
  }
}
