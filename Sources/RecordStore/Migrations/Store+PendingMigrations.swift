import LMDB

extension Store {
  /// Which migrations opening a file would run, without opening it for writing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - schema: the program's tables.
  ///   - migrations: the program's migrations.
  /// - Returns: their numbers in order; none for a file that does not exist.
  /// - Throws: ``StoreError/Code/downgrade`` for a file that was migrated further, and what is wrong with the file.
  public static func pendingMigrations(
    path: String, schema: StoreSchema, migrations: [Migration]
  ) throws -> [Int] {
    do {
      var options = Environment.Options()
      options.access = .readOnly
      let environment = try Environment(path: path, options: options)
      defer { environment.close() }
      let sorted = try Migration.sorted(migrations)
      return try environment.read { snapshot throws in
        let contents = try FileContents(snapshot, transaction: snapshot.transactionID, path)
        return try Migration.pending(sorted, contents, tables: Set(schema.tables.map(\.name)), path).map(
          \.number)
      }
    } catch let error as LMDBError {
      if error.code == .missing { return [] }
      throw StoreError(error)
    }
  }
}
