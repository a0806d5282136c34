public import FlatBuffersRuntime
import LMDB

/// How many records there are.
extension Snapshot {
  /// How many records a table holds. Constant time.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>
  ) throws(StoreError) -> Int {
    let database = try database(table)
    return try count(database)
  }

  /// How many records have primary keys in a range.
  ///
  /// - Complexity: linear in the result; records are not read.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>
  ) throws(StoreError) -> Int {
    try count(table, range.keyRange)
  }

  /// How many records have primary keys in a range: `txn.count(.users, .after(7))`.
  ///
  /// - Complexity: linear in the result; records are not read.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key>
  ) throws(StoreError) -> Int {
    var rows = try rows(table, range)
    return try rows.walk.count()
  }

  /// How many entries an index has. Constant time.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>
  ) throws(StoreError) -> Int {
    try count(databases(index.definition).index)
  }

  /// How many entries of an index have keys in a range.
  ///
  /// - Complexity: linear in the result; records are not read.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>
  ) throws(StoreError) -> Int {
    try count(by: index, range.keyRange)
  }

  /// How many entries of an index have keys in a range: `txn.count(by: .usersByTeam, .only(7))`.
  ///
  /// - Complexity: linear in the result; records are not read.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: KeyRange<Key>
  ) throws(StoreError) -> Int {
    var rows = try rows(by: index, range)
    return try rows.walk.count()
  }

  @usableFromInline
  func count(_ database: Database) throws(StoreError) -> Int {
    do throws(LMDBError) {
      return try base.count(database)
    } catch {
      throw StoreError(error)
    }
  }
}
