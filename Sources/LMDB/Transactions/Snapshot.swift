/// One state of all databases of an environment, for reading.
///
/// Copyable, but unable to outlive the transaction it belongs to; so are all bytes read through it.
@frozen @safe
public struct Snapshot: ~Escapable {
  @usableFromInline let transaction: RawTransaction
  /// What reads its pages; `nil` where LMDB's functions do, as in a transaction that writes: pages that it changed do
  /// not lie in the map.
  @usableFromInline let reader: Reader?
  // Sound because the transaction that writes keeps it, and no snapshot outlives that.
  private let committed: Unmanaged<CommittedPages>?

  /// - Parameters:
  ///   - transaction: one that writes.
  ///   - committed: the pages of the commit before it, which are looked at before LMDB reads there; `nil` if they can't
  ///     be.
  @_lifetime(immortal)
  init(_ transaction: RawTransaction, _ committed: CommittedPages? = nil) {
    self.transaction = transaction
    reader = nil
    unsafe self.committed = committed.map { unsafe Unmanaged.passUnretained($0) }
  }

  /// - Parameter reader: `nil` if it has ended: every access is an error then.
  @usableFromInline @_lifetime(immortal)
  init(_ reader: Reader?) {
    transaction = reader?.transaction ?? .ended
    self.reader = reader.flatMap { $0.readsPages ? $0 : nil }
    unsafe committed = nil
  }

  /// Number of the commit that is read: LMDB's transaction id, which grows by 1 with each commit that changes
  /// something. In a write transaction it is the number its commit is going to have.
  ///
  /// A compacted copy starts anew.
  @inlinable
  public var transactionID: UInt64 { reader?.id ?? transaction.id }

  /// Finds a value.
  ///
  /// - Returns: the value in place, or `nil` if the key is not in the database.
  /// - Throws: ``LMDBError/Code/pageDamaged`` naming the page that can't be read.
  @inlinable @_lifetime(copy self)
  public func get(_ database: Database, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    let found: UnsafeRawBufferPointer?
    if let reader {
      unsafe found = try reader.get(database, key)
    } else {
      unsafe found = try getFromLibrary(database, key)
    }
    guard let value = unsafe found else { return nil }
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: value), copying: self)
  }

  var committedPages: CommittedPages? {
    guard let committed = unsafe committed else { return nil }
    return unsafe committed.takeUnretainedValue()
  }

  @usableFromInline @unsafe
  func getFromLibrary(_ database: Database, _ key: RawSpan) throws(LMDBError) -> UnsafeRawBufferPointer? {
    try committedPages?.check(key, in: database)
    return unsafe try transaction.get(database, key)
  }

  /// How many values a database holds. Constant time.
  public func count(_ database: Database) throws(LMDBError) -> Int {
    guard let reader else { return try transaction.count(database) }
    return try reader.count(database)
  }

  /// A cursor before the first and after the last value.
  @inlinable @_lifetime(copy self)
  public func cursor(_ database: Database) throws(LMDBError) -> Cursor {
    let cursor = try Cursor(self, database)
    return unsafe _overrideLifetime(cursor, copying: self)
  }

  /// The names of all named databases, in the order of their bytes.
  ///
  /// They are kept as keys of ``Database/main``, among any other keys there, all of which are looked at.
  public func databaseNames() throws(LMDBError) -> [String] {
    var names: [String] = []
    var cursor = try cursor(.main)
    while let entry = try cursor.next() {
      if let name = entry.databaseName { names.append(name) }
    }
    return names
  }
}
