public import LMDB

/// The part of a walk over records that does not depend on their type.
@frozen @usableFromInline
struct RowWalk: ~Escapable {
  @usableFromInline let snapshot: Snapshot
  @usableFromInline let source: RowSource
  @usableFromInline var cursor: LMDB.Cursor
  /// Where the records are, if the walk is over an index.
  @usableFromInline let records: Database?
  @usableFromInline let range: EncodedRange
  @usableFromInline var step: Step
  /// How many entries it may still give.
  @usableFromInline var remaining: Int
  /// Where it went on from; what it stands at as long as it found nothing.
  @usableFromInline let beginning: CursorToken?
  /// The key of the entry it stands at, in an index that is not unique with the primary key behind it; empty before
  /// the first.
  @usableFromInline var key: RawSpan

  /// What the next step is.
  @frozen @usableFromInline
  enum Step { case first, next, last, previous, none }

  @inlinable @_lifetime(copy snapshot)
  init(
    _ snapshot: Snapshot, _ source: RowSource, _ database: Database, records: Database? = nil,
    _ range: EncodedRange, _ order: KeyOrder, limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) {
    do throws(LMDBError) {
      cursor = try snapshot.base.cursor(database)
    } catch {
      throw StoreError(error)
    }
    self.snapshot = snapshot
    self.source = source
    self.records = records
    self.range =
      try token.map { token throws(StoreError) in
        try snapshot.range(range, continuedAfter: token, of: source, order)
      } ?? range
    step = order == .ascending ? .first : .last
    remaining = limit ?? .max
    beginning = token
    key = unsafe _overrideLifetime(RawSpan(), copying: snapshot)
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
    throw snapshot.missingRecord(of: source)
  }

  /// How many entries are left; they are passed without their records.
  @usableFromInline @_lifetime(self: copy self)
  mutating func count() throws(StoreError) -> Int {
    do throws(LMDBError) {
      var count = 0
      while try nextEntry() != nil { count += 1 }
      return count
    } catch {
      throw StoreError(error)
    }
  }

  @inlinable @inline(__always) @_lifetime(copy self)
  mutating func nextEntry() throws(LMDBError) -> LMDB.Entry? {
    if step == .next, remaining > 0, let entry = try cursor.next(), range.endsAfter(entry.key) {
      return stand(at: entry)
    }
    return try turn()
  }

  /// All steps but those from an entry to the next one.
  @usableFromInline @inline(never) @_lifetime(copy self)
  mutating func turn() throws(LMDBError) -> LMDB.Entry? {
    let step = step
    self.step = .none
    guard remaining > 0 else { return nil }
    switch step {
    case .first:
      guard let entry = try first(), range.endsAfter(entry.key) else { return nil }
      self.step = .next
      return stand(at: entry)
    case .last, .previous:
      guard let entry = step == .last ? try last() : try cursor.previous(), !range.startsAfter(entry.key)
      else { return nil }
      self.step = .previous
      return stand(at: entry)
    // Behind the end of the range.
    case .next, .none: return nil
    }
  }

  @inlinable @inline(__always) @_lifetime(copy entry) @_lifetime(self: copy self, copy entry)
  mutating func stand(at entry: LMDB.Entry) -> LMDB.Entry {
    remaining &-= 1
    key = entry.key
    return entry
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
}
