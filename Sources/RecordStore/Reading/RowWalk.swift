public import LMDB

/// The part of a walk over records that does not depend on their type.
@usableFromInline
struct RowWalk: ~Escapable {
  @usableFromInline let snapshot: Snapshot
  @usableFromInline let source: RowSource
  private var cursor: LMDB.Cursor
  /// Where the records are, if the walk is over an index.
  private let records: Database?
  private let range: EncodedRange
  private let order: KeyOrder
  /// How many entries it may still give.
  private var remaining: Int
  /// Where it goes on from, as long as nothing was found.
  private let beginning: CursorToken?
  private var position = Position.start
  /// The key of the entry it stands at: in an index that is not unique with the primary key behind it.
  @usableFromInline private(set) var key: RawSpan

  private enum Position { case start, inside, end }

  @usableFromInline @_lifetime(copy snapshot)
  init(
    _ snapshot: Snapshot, _ source: RowSource, _ database: Database, records: Database? = nil,
    _ range: EncodedRange, _ order: KeyOrder, limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) {
    do throws(LMDBError) {
      cursor = try snapshot.base.cursor(database)
    } catch {
      throw StoreError(error)
    }
    if let token { try unsafe snapshot.tables._withUnsafeGuaranteedRef { $0 }.check(token, isOf: source) }
    self.snapshot = snapshot
    self.source = source
    self.records = records
    self.range = token.map { range.continued(after: $0.key, order) } ?? range
    self.order = order
    remaining = limit ?? .max
    beginning = token
    key = unsafe _overrideLifetime(RawSpan(), copying: snapshot)
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
    throw unsafe snapshot.tables._withUnsafeGuaranteedRef { $0.dangling(source) }
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

  /// The place to go on from; `nil` if the walk began at the beginning and found nothing.
  var token: CursorToken? {
    guard !key.isEmpty else { return beginning }
    let names = unsafe snapshot.tables._withUnsafeGuaranteedRef { $0.names(of: source) }
    return names.table.flatMap { CursorToken(table: $0, index: names.index, key: [UInt8](key)) }
  }

  @_lifetime(copy self)
  private mutating func nextEntry() throws(LMDBError) -> LMDB.Entry? {
    guard position != .end, remaining > 0 else { return nil }
    let isFirst = position == .start
    position = .end
    switch order {
    case .ascending:
      guard let entry = isFirst ? try first() : try cursor.next() else { return nil }
      guard range.endsAfter(entry.key) else { return nil }
      return stand(at: entry)
    case .descending:
      guard let entry = isFirst ? try last() : try cursor.previous() else { return nil }
      guard !range.startsAfter(entry.key) else { return nil }
      return stand(at: entry)
    }
  }

  @_lifetime(copy entry) @_lifetime(self: copy self, copy entry)
  private mutating func stand(at entry: LMDB.Entry) -> LMDB.Entry {
    position = .inside
    remaining -= 1
    key = entry.key
    return entry
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

extension OpenTables {
  fileprivate func check(_ token: CursorToken, isOf source: RowSource) throws(StoreError) {
    let names = names(of: source)
    guard token.table != names.table || token.index != names.index else { return }
    func place(_ table: String, _ index: String?) -> String {
      index.map { "index \(table)/\($0)" } ?? "table \(table)"
    }
    throw StoreError(
      .cursorToken,
      "\(path): the cursor token is one of the \(place(token.table, token.index)), "
        + "not of the \(place(names.table ?? "", names.index))",
      table: names.table, index: names.index)
  }

  /// - Parameter source: an index with an entry that has no record.
  func dangling(_ source: RowSource) -> StoreError {
    let names = names(of: source)
    return StoreError(
      .invalidRecord,
      "\(path): the index \(names.index ?? "") names a record that does not exist. Rebuild the index",
      table: names.table, index: names.index)
  }
}
