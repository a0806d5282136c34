public import FlatBuffersRuntime
import LMDB

extension WriteTransaction {
  /// Deletes a record and its entries in all indexes.
  ///
  /// - Returns: whether there was one.
  @inlinable @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    let encoded = key.encoded
    return try delete(encoded.bytes, table.definition)
  }

  /// Deletes a record if it is still the one that was read before.
  ///
  /// - Returns: whether it was deleted.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key, if condition: WriteCondition<Record>
  ) throws(StoreError) -> Bool {
    let encoded = key.encoded
    let entry = try self.table(table.definition)
    try checkWritable(entry)
    guard let database = entry.database,
      try holds(condition.state, of: encoded.bytes, in: entry, database)
    else { return false }
    return try delete(encoded.bytes, table.definition)
  }

  @usableFromInline @_lifetime(self: copy self)
  mutating func delete(_ key: RawSpan, _ definition: TableDefinition) throws(StoreError) -> Bool {
    let table = try self.table(definition)
    guard let database = table.database else {
      try checkWritable(table)
      return false
    }
    try rowGoes(key, from: table)
    let didDelete: Bool
    do throws(LMDBError) {
      didDelete = try base.delete(key, in: database)
    } catch {
      throw table.failure(error, key)
    }
    if didDelete { pending.didChange = true }
    return didDelete
  }
}
