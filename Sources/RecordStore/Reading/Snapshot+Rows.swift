public import FlatBuffersRuntime
public import LMDB

extension Snapshot {
  /// The records whose primary keys lie in a range, in the order of the keys.
  ///
  ///     var rows = try txn.rows(.users, 1...100)
  ///     while let user = try rows.next() { … }
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending
  ) throws(StoreError) -> Rows<Record> {
    let database = try database(table)
    return try Rows(RowWalk(self, database, EncodedRange(range.keyRange), order))
  }

  /// All records, in the order of their primary keys.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, order: KeyOrder = .ascending
  ) throws(StoreError) -> Rows<Record> {
    try rows(table, KeyRange<Key>.all, order: order)
  }

  /// The records whose keys in an index lie in a range, in the order of those keys; records with equal
  /// ones in the order of their primary keys.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending
  ) throws(StoreError) -> Rows<Record> {
    let databases = try databases(index.definition)
    return try Rows(
      RowWalk(self, databases.index, records: databases.table, EncodedRange(range.keyRange), order))
  }

  /// All records that an index holds, in the order of their keys there.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, order: KeyOrder = .ascending
  ) throws(StoreError) -> Rows<Record> {
    try rows(by: index, KeyRange<Key>.all, order: order)
  }

  /// Where an index and its table are.
  @usableFromInline
  func databases(_ definition: IndexDefinition) throws(StoreError) -> (index: Database, table: Database) {
    let tables = unsafe tables.takeUnretainedValue()
    if tables.isReadWithCare { try checkAge() }
    let entry = try tables.index(definition)
    guard let index = entry.database, let table = entry.table else {
      throw tables.unknown("index \(definition.name)")
    }
    return (index, table)
  }
}
