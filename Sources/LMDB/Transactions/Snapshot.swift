/// One state of all databases of an environment, for reading.
///
/// Copyable, but unable to outlive the transaction it belongs to; so are all bytes read through it.
@frozen @usableFromInline
package struct Snapshot: ~Escapable {
  @usableFromInline let transaction: RawTransaction

  @usableFromInline @_lifetime(immortal)
  init(_ transaction: RawTransaction) { self.transaction = transaction }

  /// Number of the commit that is read: LMDB's transaction id, which grows by 1 with each commit that changes
  /// something. In a write transaction it is the number its commit is going to have.
  ///
  /// A compacted copy starts anew.
  @inlinable
  package var transactionID: UInt64 { transaction.id }

  /// Finds a value.
  ///
  /// - Returns: the value in place, or `nil` if the key is not in the database.
  @inlinable @_lifetime(copy self)
  package func get(_ database: Database, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    guard let value = unsafe try transaction.get(database, key) else { return nil }
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: value), copying: self)
  }

  /// How many values a database holds. Constant time.
  package func count(_ database: Database) throws(LMDBError) -> Int {
    try transaction.count(database)
  }

  /// A cursor before the first and after the last value.
  @_lifetime(copy self)
  package func cursor(_ database: Database) throws(LMDBError) -> Cursor {
    let cursor = try Cursor(transaction, database)
    return unsafe _overrideLifetime(cursor, copying: self)
  }

  /// The names of all named databases, in the order of their bytes.
  ///
  /// They are kept as keys of ``Database/main``, among any other keys there, all of which are looked at.
  package func databaseNames() throws(LMDBError) -> [String] {
    var names: [String] = []
    var cursor = try cursor(.main)
    while let entry = try cursor.next() {
      if let name = entry.databaseName { names.append(name) }
    }
    return names
  }
}
