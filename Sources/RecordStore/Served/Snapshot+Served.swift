import FlatBuffersRuntime
import LMDB

extension Snapshot {
  /// The bytes of a row, where they are stored.
  ///
  /// - Parameter key: the primary key's bytes.
  /// - Returns: `nil` if there is no such row.
  @_lifetime(copy self)
  package func row(of table: ServedTable, _ key: RawSpan) throws(StoreError) -> RawSpan? {
    let database = try database(of: table)
    guard let bytes = try value(database, key) else { return nil }
    try check(bytes, of: table.definition)
    return bytes
  }

  /// The bytes of a row, where they are stored.
  ///
  /// - Parameter key: the primary key's bytes.
  /// - Returns: `nil` if there is no such row.
  @_lifetime(copy self)
  package func row(of table: ServedTable, _ key: [UInt8]) throws(StoreError) -> RawSpan? {
    // Bytes have no padding that could be read uninitialised.
    try unsafe row(of: table, key.span.bytes)
  }

  /// The rows of a range of primary keys, or of keys of an index.
  ///
  /// - Parameters:
  ///   - index: one of the table's; `nil` is the primary key.
  ///   - token: where an earlier walk ended; this one goes on behind it.
  /// - Throws: ``StoreError/Code/cursorToken`` for the token of another table or index.
  @_lifetime(copy self)
  package func rows(
    of table: ServedTable, by index: ServedIndex?, _ range: StoredKeyRange, _ order: KeyOrder,
    after token: CursorToken? = nil
  ) throws(StoreError) -> ServedRows {
    let range = EncodedRange(range)
    guard let index else {
      let source = unsafe RowSource.table(Unmanaged.passUnretained(table.definition))
      let database = try database(of: table)
      return ServedRows(try RowWalk(self, source, database, range, order, after: token), table.definition)
    }
    let databases = try databases(index.definition)
    let source = unsafe RowSource.index(Unmanaged.passUnretained(index.definition))
    let walk = try RowWalk(
      self, source, databases.index, records: databases.table, range, order, after: token)
    return ServedRows(walk, table.definition)
  }

  /// How many rows a table, or how many entries an index of it has. Constant time.
  package func count(of table: ServedTable, by index: ServedIndex?) throws(StoreError) -> Int {
    guard let index else { return try count(database(of: table)) }
    return try count(databases(index.definition).index)
  }

  private func database(of table: ServedTable) throws(StoreError) -> Database {
    try checkAgeIfCareful()
    return try databaseOrThrow(table.definition)
  }

  /// Checks bytes as a typed read would.
  fileprivate func check(_ bytes: RawSpan, of table: TableDefinition) throws(StoreError) {
    let isCareful = unsafe tables._withUnsafeGuaranteedRef { $0.isReadWithCare }
    guard isCareful || bytes.byteCount < 8 else { return }
    try checkAge()
    guard unsafe tables._withUnsafeGuaranteedRef({ $0.verifiesOnRead }) || bytes.byteCount < 8 else { return }
    do throws(VerificationError) {
      try table.record.verify(bytes)
    } catch {
      let path = unsafe tables._withUnsafeGuaranteedRef { $0.path }
      throw StoreError(
        .invalidRecord, "\(path): a stored record is no \(table.record.name): \(error)", table: table.name,
        cause: error)
    }
  }
}

/// A walk over rows as they are stored. Each is valid until the snapshot ends.
package struct ServedRows: ~Escapable {
  private var walk: RowWalk
  private let table: TableDefinition
  /// The key of the entry before the last one that was given.
  private var keyBefore: RawSpan

  @_lifetime(copy walk)
  fileprivate init(_ walk: RowWalk, _ table: TableDefinition) {
    self.walk = walk
    self.table = table
    keyBefore = walk.standingKey
  }

  /// The bytes of the next row, or `nil` after the last one.
  @_lifetime(copy self)
  package mutating func next() throws(StoreError) -> RawSpan? {
    keyBefore = walk.standingKey
    guard let bytes = try walk.next() else { return nil }
    try walk.snapshot.check(bytes, of: table)
    return bytes
  }

  /// How many entries are left, up to a limit; they are passed without their records.
  @_lifetime(self: copy self)
  package mutating func count(atMost limit: Int) throws(StoreError) -> Int { try walk.count(atMost: limit) }

  /// The place to go on from later: behind the last row that was given.
  package var token: CursorToken? { walk.token }

  /// The place to go on from with the last row that was given.
  package var tokenBefore: CursorToken? { walk.token(at: keyBefore) }
}
