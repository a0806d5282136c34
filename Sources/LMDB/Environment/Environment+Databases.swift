import Synchronization

/// LMDB keeps one list of open databases per environment. Only one transaction at a time may add to it, so that
/// happens in write transactions; in an environment for reading only, which has none, under a lock.
extension Environment {
  /// Opens named databases, all in one transaction.
  ///
  /// Waits for other writers to end, unless the environment was opened for reading only.
  ///
  /// - Parameters:
  ///   - names: non-empty names without zeros.
  ///   - create: whether those that don't exist are created; otherwise they are an error.
  /// - Throws: ``LMDBError/Code/notFound`` for one that does not exist, ``LMDBError/Code/incompatible`` for one
  ///   that other software made with flags, ``LMDBError/Code/databasesFull``.
  public func databases(_ names: [String], create: Bool = true) throws -> [Database] {
    let opened = try open(names, create: create && !isReadOnly)
    return try zip(names, opened).map { name, database in
      guard let database else {
        throw LMDBError(.notFound, "open the database \"\(name)\" of \(path): there is none of that name")
      }
      return database
    }
  }

  /// Opens those of some named databases that exist.
  ///
  /// - Parameter withoutWaiting: whether other writers are not waited for. Nothing else in this process may use the
  ///   environment meanwhile.
  /// - Returns: for each name a database, or `nil` if there is none.
  /// - Throws: as ``databases(_:create:)``.
  package func openExisting(_ names: [String], withoutWaiting: Bool = false) throws -> [Database?] {
    guard withoutWaiting else { return try open(names, create: false) }
    return try openWithoutWriting(names)
  }

  /// The names of all named databases of the newest snapshot, in the order of their bytes.
  public func databaseNames() throws -> [String] {
    try read { snapshot throws in try snapshot.databaseNames() }
  }

  private func open(_ names: [String], create: Bool) throws -> [Database?] {
    guard isReadOnly else {
      return try write { transaction in
        try names.map { try transaction.open($0, create: create) }
      }
    }
    return try openWithoutWriting(names)
  }

  private func openWithoutWriting(_ names: [String]) throws -> [Database?] {
    // In a forked child nobody might ever give the lock back.
    try checkProcess()
    try checkTrees()
    return try opening.withLock { _ throws(LMDBError) in try openForReading(names) }
  }

  /// Opens a database in a transaction, and notes its name for readers of pages.
  func open(
    _ name: String, create: Bool, in transaction: RawTransaction
  ) throws(LMDBError) -> Database? {
    let opened = try transaction.open(name, create: create)
    if let opened { names.note(opened, name) }
    return opened
  }

  private func openForReading(_ names: [String]) throws(LMDBError) -> [Database?] {
    let transaction = try begin(readOnly: true, "read")
    defer { leave(.reader) }
    var databases: [Database?] = []
    for name in names {
      do throws(LMDBError) {
        databases.append(try open(name, create: false, in: transaction))
      } catch {
        transaction.abort()
        throw error
      }
    }
    // Handles opened in a read transaction stay if it is committed.
    let status = transaction.commit()
    guard status == 0 else { throw LMDBError(number: status, "open the databases of \(path)") }
    return databases
  }
}
