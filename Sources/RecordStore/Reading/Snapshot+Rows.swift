public import FlatBuffersRuntime
public import LMDB

extension Snapshot {
  /// The records whose primary keys lie in a range, in the order of the keys.
  ///
  ///     var rows = try txn.rows(.users, .after(7), limit: 50)
  ///     while let user = try rows.next() { … }
  ///
  /// - Parameters:
  ///   - limit: the most records it gives; `nil` for all.
  ///   - token: where an earlier walk over this table ended; this one goes on behind it, in its own order.
  /// - Throws: ``StoreError/Code/cursorToken`` for the token of another table or of an index.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    let database = try database(table)
    let source = unsafe RowSource.table(table.reference)
    return try Rows(
      RowWalk(self, source, database, EncodedRange(range), order, limit: limit, after: token))
  }

  /// The records whose primary keys lie in a range of Swift's: `txn.rows(.users, 1...100)`.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try rows(table, range.keyRange, order: order, limit: limit, after: token)
  }

  /// The records whose keys in an index lie in a range, in the order of those keys; records with equal
  /// ones in the order of their primary keys.
  ///
  /// - Parameters:
  ///   - limit: the most records it gives; `nil` for all.
  ///   - token: where an earlier walk over this index ended, perhaps among equal keys; this one goes on behind it, in
  ///     its own order.
  /// - Throws: ``StoreError/Code/cursorToken`` for the token of a table or of another index.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    let databases = try databases(index.definition)
    let source = unsafe RowSource.index(index.reference)
    return try Rows(
      RowWalk(
        self, source, databases.index, records: databases.table, EncodedRange(range), order, limit: limit,
        after: token))
  }

  /// The records whose keys in an index lie in a range of Swift's: `txn.rows(by: .usersByTeam, 1...3)`.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try rows(by: index, range.keyRange, order: order, limit: limit, after: token)
  }

  /// Where an index and its table are.
  @usableFromInline
  func databases(_ definition: IndexDefinition) throws(StoreError) -> (index: Database, table: Database) {
    try checkAgeIfCareful()
    let tables = unsafe tables.takeUnretainedValue()
    let entry = try tables.index(definition)
    guard let index = entry.database, let table = entry.table else {
      throw tables.unknown(definition)
    }
    return (index, table)
  }
}
