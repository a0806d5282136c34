public import FlatBuffersRuntime
import LMDB

/// Deleting many records: each goes as if it were deleted alone.
extension WriteTransaction {
  /// Deletes the records whose primary keys lie in a range.
  ///
  /// - Returns: how many there were.
  /// - Complexity: linear in the result.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>
  ) throws(StoreError) -> Int {
    try delete(EncodedRange(range.keyRange), table.definition)
  }

  /// Deletes the records whose primary keys lie in a range: `txn.delete(.users, .before(7))`.
  ///
  /// - Returns: how many there were.
  /// - Complexity: linear in the result.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key>
  ) throws(StoreError) -> Int {
    try delete(EncodedRange(range), table.definition)
  }

  /// Deletes the records whose keys in an index lie in a range.
  ///
  /// - Returns: how many there were.
  /// - Complexity: linear in the result.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>
  ) throws(StoreError) -> Int {
    try delete(by: index.definition, EncodedRange(range.keyRange))
  }

  /// Deletes the records whose keys in an index lie in a range: `txn.delete(by: .usersByTeam, .only(7))`.
  ///
  /// - Returns: how many there were.
  /// - Complexity: linear in the result.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: KeyRange<Key>
  ) throws(StoreError) -> Int {
    try delete(by: index.definition, EncodedRange(range))
  }

  /// Deletes all records of a table; the table stays.
  ///
  /// - Returns: how many there were.
  /// - Complexity: linear in the size of the table, but records are not looked at one by one where nobody has to hear
  ///   of each.
  @_lifetime(self: copy self) @discardableResult
  public mutating func truncate<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>
  ) throws(StoreError) -> Int {
    let entry = try self.table(table.definition)
    try checkWritable(entry)
    guard let database = entry.database else { return 0 }
    let count = try snapshot.count(database)
    guard count > 0 else { return 0 }
    guard try allRowsGo(from: entry) else {
      return try delete(EncodedRange(KeyRange<Key>.all), table.definition)
    }
    do throws(LMDBError) {
      try base.drop(database, delete: false)
    } catch {
      throw entry.failure(error)
    }
    return count
  }

  @_lifetime(self: copy self)
  private mutating func delete(
    _ range: EncodedRange, _ definition: TableDefinition
  ) throws(StoreError) -> Int {
    let entry = try table(definition)
    try checkWritable(entry)
    guard let database = entry.database else { return 0 }
    let source = unsafe RowSource.table(Unmanaged.passUnretained(definition))
    var rest: EncodedRange? = range
    var deleted = 0
    while let range = rest {
      let batch = try RowBatch(snapshot, source, database, range)
      for key in batch.keys where try delete(unsafe key.span.bytes, definition) { deleted += 1 }
      rest = batch.rest
    }
    return deleted
  }

  @_lifetime(self: copy self)
  private mutating func delete(by index: IndexDefinition, _ range: EncodedRange) throws(StoreError) -> Int {
    let databases = try snapshot.databases(index)
    guard let definition = unsafe tables.takeUnretainedValue().table(of: index) else { return 0 }
    let source = unsafe RowSource.index(Unmanaged.passUnretained(index))
    var rest: EncodedRange? = range
    var deleted = 0
    while let range = rest {
      let batch = try RowBatch(snapshot, source, databases.index, range)
      for key in batch.primaryKeys where try delete(unsafe key.span.bytes, definition) { deleted += 1 }
      rest = batch.rest
    }
    return deleted
  }
}

/// The keys of some hundred rows, copied, because a change invalidates what was read.
private struct RowBatch {
  /// The keys of the table or index that was walked.
  private(set) var keys: [[UInt8]] = []
  /// The values there: in an index the primary keys.
  private(set) var primaryKeys: [[UInt8]] = []
  /// What is left of the range; `nil` at its end.
  let rest: EncodedRange?

  private static let size = 512

  init(
    _ snapshot: Snapshot, _ source: RowSource, _ database: Database, _ range: EncodedRange
  ) throws(StoreError) {
    var walk = try RowWalk(snapshot, source, database, range, .ascending, limit: RowBatch.size)
    while let value = try walk.next() {
      keys.append([UInt8](walk.key))
      if case .index = source { primaryKeys.append([UInt8](value)) }
    }
    rest = keys.count < RowBatch.size ? nil : keys.last.map { range.continued(after: $0, .ascending) }
  }
}
