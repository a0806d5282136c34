extension WriteTransaction {
  /// Opens a named database.
  ///
  /// It stays open for all transactions once this one is committed. If this one fails, or the nested one that this
  /// is called in, the database that was returned is not valid, whether it was created or existed before.
  ///
  /// - Parameters:
  ///   - name: a non-empty name without zeros.
  ///   - create: whether it is created if it doesn't exist.
  /// - Returns: `nil` if it doesn't exist and is not to be created.
  /// - Throws: ``LMDBError/Code/incompatible`` if other software made it with flags or the name is that of a plain
  ///   value, ``LMDBError/Code/databasesFull``.
  @_lifetime(self: copy self)
  public mutating func open(_ name: String, create: Bool) throws(LMDBError) -> Database? {
    let opened = try environment.open(name, create: create, in: transaction)
    if let opened { committed?.forget(opened) }
    return opened
  }

  /// Deletes all values of a named database, and the database itself if `delete`.
  ///
  /// A database that is deleted is closed at once, also if the transaction fails later: no copy of `database` may be
  /// used any more; open it anew. As long as snapshots of this process may be using it, that is impossible:
  /// it waits a second for reads to end.
  ///
  /// - Throws: ``LMDBError/Code/incompatible`` for ``Database/main``, ``LMDBError/Code/snapshotsOpen`` if a database is to
  ///   be deleted while this process reads.
  @_lifetime(self: copy self)
  public mutating func drop(_ database: Database, delete: Bool) throws(LMDBError) {
    guard database != .main else {
      throw LMDBError(
        .incompatible,
        "drop the main database of \(environment.path): it holds the named databases. Delete its values one by one"
      )
    }
    letGoOfCursor(in: database)
    do throws(LMDBError) {
      try committed?.checkAll(of: database)
    } catch {
      throw remember(error)
    }
    let transaction = transaction
    let result: Result<Void, LMDBError>
    if delete {
      result = try environment.whileNobodyReads("delete a database of") {
        transaction.drop(database, deletingDatabase: true)
      }
      if case .success = result { environment.names.forget(database) }
    } else {
      result = transaction.drop(database, deletingDatabase: false)
    }
    if case .failure(let error) = result { throw remember(error) }
  }
}
