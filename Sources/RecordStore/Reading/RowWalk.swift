public import LMDB

/// The part of a walk over records that does not depend on their type.
@frozen @usableFromInline
struct RowWalk: ~Escapable {
  @usableFromInline let snapshot: Snapshot
  @usableFromInline var cursor: LMDB.Cursor
  /// Where the records are, if the walk is over an index.
  @usableFromInline let records: Database?
  @usableFromInline let range: EncodedRange
  @usableFromInline var step: Step

  /// What the next step is.
  @frozen @usableFromInline
  enum Step { case first, next, last, previous, none }

  @inlinable @_lifetime(copy snapshot)
  init(
    _ snapshot: Snapshot, _ database: Database, records: Database? = nil, _ range: EncodedRange,
    _ order: KeyOrder
  ) throws(StoreError) {
    do throws(LMDBError) {
      cursor = try snapshot.base.cursor(database)
    } catch {
      throw StoreError(error)
    }
    self.snapshot = snapshot
    self.records = records
    self.range = range
    step = order == .ascending ? .first : .last
  }

  /// The bytes of the next record.
  @inlinable @inline(__always) @_lifetime(copy self)
  mutating func next() throws(StoreError) -> RawSpan? {
    do throws(LMDBError) {
      guard let entry = try nextEntry() else { return nil }
      guard let records else { return entry.value }
      if let value = try snapshot.base.get(records, entry.value) { return value }
    } catch {
      step = .none
      throw StoreError(error)
    }
    throw RowWalk.missingRecord()
  }

  @inlinable @inline(__always) @_lifetime(copy self)
  mutating func nextEntry() throws(LMDBError) -> LMDB.Entry? {
    if step == .next, let entry = try cursor.next(), range.endsAfter(entry.key) { return entry }
    return try turn()
  }

  /// All steps but those from an entry to the next one.
  @usableFromInline @inline(never) @_lifetime(copy self)
  mutating func turn() throws(LMDBError) -> LMDB.Entry? {
    let step = step
    self.step = .none
    switch step {
    case .first:
      guard let entry = try first(), range.endsAfter(entry.key) else { return nil }
      self.step = .next
      return entry
    case .last, .previous:
      guard let entry = step == .last ? try last() : try cursor.previous(), !range.startsAfter(entry.key)
      else { return nil }
      self.step = .previous
      return entry
    // Behind the end of the range.
    case .next, .none: return nil
    }
  }

  @_lifetime(copy self)
  private mutating func first() throws(LMDBError) -> LMDB.Entry? {
    let start = range.start
    return try cursor.seek(start.bytes)
  }

  /// The last entry before the range's end.
  @_lifetime(copy self)
  private mutating func last() throws(LMDBError) -> LMDB.Entry? {
    guard let end = range.end else { return try cursor.last() }
    if try cursor.seek(end.bytes) == nil { return try cursor.last() }
    return try cursor.previous()
  }

  @usableFromInline @inline(never)
  static func missingRecord() -> StoreError {
    StoreError(.invalidRecord, "an index names a record that does not exist. Rebuild the index")
  }
}
