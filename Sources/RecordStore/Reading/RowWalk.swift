public import LMDB

/// The part of a walk over records that does not depend on their type.
@usableFromInline
struct RowWalk: ~Escapable {
  @usableFromInline let snapshot: Snapshot
  private var cursor: LMDB.Cursor
  /// Where the records are, if the walk is over an index.
  private let records: Database?
  private let range: EncodedRange
  private let order: KeyOrder
  private var position = Position.start

  private enum Position { case start, inside, end }

  @usableFromInline @_lifetime(copy snapshot)
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
    self.order = order
  }

  /// The bytes of the next record.
  @usableFromInline @_lifetime(copy self)
  mutating func next() throws(StoreError) -> RawSpan? {
    do throws(LMDBError) {
      guard let entry = try nextEntry() else { return nil }
      guard let records else { return entry.value }
      if let value = try snapshot.base.get(records, entry.value) { return value }
    } catch {
      throw StoreError(error)
    }
    throw StoreError(.invalidRecord, "an index names a record that does not exist. Rebuild the index")
  }

  @_lifetime(copy self)
  private mutating func nextEntry() throws(LMDBError) -> LMDB.Entry? {
    guard position != .end else { return nil }
    let isFirst = position == .start
    position = .end
    switch order {
    case .ascending:
      guard let entry = isFirst ? try first() : try cursor.next() else { return nil }
      guard range.endsAfter(entry.key) else { return nil }
      position = .inside
      return entry
    case .descending:
      guard let entry = isFirst ? try last() : try cursor.previous() else { return nil }
      guard !range.startsAfter(entry.key) else { return nil }
      position = .inside
      return entry
    }
  }

  @_lifetime(copy self)
  private mutating func first() throws(LMDBError) -> LMDB.Entry? {
    let start = range.start
    // Here and below: bytes have no padding that could be read uninitialised.
    return unsafe try cursor.seek(start.span.bytes)
  }

  /// The last entry before the range's end.
  @_lifetime(copy self)
  private mutating func last() throws(LMDBError) -> LMDB.Entry? {
    guard let end = range.end else { return try cursor.last() }
    if unsafe try cursor.seek(end.span.bytes) == nil { return try cursor.last() }
    return try cursor.previous()
  }
}
