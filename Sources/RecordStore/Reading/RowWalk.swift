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
  /// How many entries it may still give, besides those up to `limit`.
  @usableFromInline var remaining: Int
  /// How far the cursor may go in steps that need no look at the range: all there is lies within it.
  @usableFromInline var reach = 0
  /// The same for steps to records that need no look either; 0 where records are read with care.
  @usableFromInline var limit = 0
  /// Whether the walk has nothing behind `reach`.
  @usableFromInline var endsAtReach = false
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
    if let bytes = shortStep() { return bytes }
    return try further()
  }

  /// The bytes of the next record, which need no look before they are read, if it is a step away within a leaf of the
  /// table. Otherwise nothing happens, and ``further()`` goes there.
  @inlinable @inline(__always) @_lifetime(copy self)
  mutating func shortStep() -> RawSpan? {
    // The least that a record takes.
    guard let entry = cursor.next(before: limit, valueOf: 8) else { return nil }
    return entry.value
  }

  /// The bytes of the next record where ``shortStep()`` does not go there.
  @usableFromInline @inline(never) @_lifetime(copy self)
  mutating func further() throws(StoreError) -> RawSpan? {
    // Short steps that were not tried go by themselves.
    if limit < reach, let entry = cursor.next(before: reach) { return entry.value }
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

  /// The key of the entry it stands at, as ``key`` says; short steps don't note it.
  @inlinable @inline(__always)
  var standingKey: RawSpan {
    @_lifetime(copy self)
    get {
      if reach > 0, let key = cursor.key { return key }
      return key
    }
  }

  /// Takes back the steps that were not made.
  private mutating func endSteps() {
    guard reach > 0 else { return }
    let standing = standingKey
    key = unsafe _overrideLifetime(standing, copying: snapshot)
    let left = reach &- cursor.place &- 1
    if left > 0 {
      remaining &+= left
    } else if endsAtReach {
      step = .none
    }
    reach = 0
    limit = 0
    endsAtReach = false
  }

  /// Makes the next steps short ones, if the walk is over the records themselves and goes forward.
  private mutating func beginSteps() throws(LMDBError) {
    guard records == nil, step == .next else { return }
    let end = range.end == nil ? cursor.count : try placeOfEnd()
    let steps = min(end &- cursor.place &- 1, remaining)
    guard steps > 0 else { return }
    reach = cursor.place &+ 1 &+ steps
    endsAtReach = reach < cursor.count
    limit = unsafe snapshot.tables._withUnsafeGuaranteedRef { $0.mayNeedCare } ? 0 : reach
    remaining &-= steps
  }

  /// How far the cursor may go within the range.
  // Said to change the walk so that it is not given a copy of it.
  @inline(never)
  private mutating func placeOfEnd() throws(LMDBError) -> Int {
    guard let end = range.end else { return cursor.count }
    return try cursor.limit(before: end.bytes)
  }

  /// How many entries are left, up to a limit; they are passed without their records.
  @usableFromInline @_lifetime(self: copy self)
  mutating func count(atMost limit: Int = .max) throws(StoreError) -> Int {
    do throws(LMDBError) {
      var count = 0
      while count < limit {
        if cursor.next(before: reach) == nil, try nextEntry() == nil { break }
        count += 1
      }
      return count
    } catch {
      throw StoreError(error)
    }
  }

  @_lifetime(copy self)
  private mutating func nextEntry() throws(LMDBError) -> LMDB.Entry? {
    endSteps()
    let step = step
    self.step = .none
    guard remaining > 0 else { return nil }
    switch step {
    case .first, .next:
      guard let entry = step == .first ? try first() : try cursor.next(), range.endsAfter(entry.key)
      else { return nil }
      self.step = .next
      remaining -= 1
      key = entry.key
      try beginSteps()
      return entry
    case .last, .previous: return try previousEntry(step)
    // Behind the end of the range.
    case .none: return nil
    }
  }

  @inline(never) @_lifetime(copy self)
  private mutating func previousEntry(_ step: Step) throws(LMDBError) -> LMDB.Entry? {
    guard let entry = step == .last ? try last() : try cursor.previous(), !range.startsAfter(entry.key)
    else { return nil }
    self.step = .previous
    remaining -= 1
    key = entry.key
    return entry
  }

  @inline(never) @_lifetime(copy self)
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
