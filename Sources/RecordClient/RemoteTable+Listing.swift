public import FlatBuffersRuntime
public import RecordStore
internal import SharedBytes
internal import WAMP

extension RemoteTable where Record: ~Escapable {
  /// A page of the rows whose primary keys lie in a range.
  ///
  ///     let page = try await users.list(10...20, limit: 50)
  ///     let next = try await users.list(10...20, limit: 50, after: page.next)
  ///
  /// All rows of a page are of one state of the store; another page may be of a later one.
  ///
  /// - Parameters:
  ///   - limit: the most rows, at most 10 000. The page ends earlier with the row that makes it 1 MiB.
  ///   - token: the ``TablePage/next`` of the page before this one.
  public func list(
    _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending, limit: Int = 100,
    after token: CursorToken? = nil
  ) async throws -> TablePage<Record> {
    try await list(range.keyRange, order: order, limit: limit, after: token)
  }

  /// A page of the rows whose primary keys lie in a range: `users.list(.after(7))`.
  public func list(
    _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending, limit: Int = 100,
    after token: CursorToken? = nil
  ) async throws -> TablePage<Record> {
    try await list(TableQuery(range, order), limit: limit, after: token)
  }

  /// A page of the rows whose keys in an index lie in a range.
  public func list<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: some KeyRangeExpression<IndexKey>,
    order: KeyOrder = .ascending, limit: Int = 100, after token: CursorToken? = nil
  ) async throws -> TablePage<Record> {
    try await list(by: index, range.keyRange, order: order, limit: limit, after: token)
  }

  /// A page of the rows whose keys in an index lie in a range: `users.list(by: .usersByTeam, .only(7))`.
  public func list<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: KeyRange<IndexKey> = .all, order: KeyOrder = .ascending,
    limit: Int = 100, after token: CursorToken? = nil
  ) async throws -> TablePage<Record> {
    try await list(TableQuery(range, order, by: index.definition.name), limit: limit, after: token)
  }

  func list(
    _ query: TableQuery, limit: Int, after token: CursorToken?
  ) async throws -> TablePage<Record> {
    guard 1...TablePaging.rowLimit ~= limit else {
      throw WAMPError(.invalidArgument, "a page has 1 to \(TablePaging.rowLimit) rows, not \(limit)")
    }
    var query = query
    query.limit = limit
    query.after = token?.description
    let (rows, end) = try await page(.list, try TableRequests.record(of: query), limit: limit)
    guard let after = end.after else {
      return TablePage(rows: rows, next: nil, commit: end.commit, changes: end.changes)
    }
    guard let next = CursorToken(after) else {
      throw WAMPError(
        .invalidPayload, "\(TableProcedure.list.uri(prefix)) sent \(after.quoted), which is no cursor token")
    }
    return TablePage(rows: rows, next: next, commit: end.commit, changes: end.changes)
  }

  /// How many rows have primary keys in a range.
  public func count(_ range: some KeyRangeExpression<Key>) async throws -> Int {
    try await count(range.keyRange)
  }

  /// How many rows have primary keys in a range: all of them, unless it is said.
  public func count(_ range: KeyRange<Key> = .all) async throws -> Int {
    try await count(TableQuery(range, .ascending))
  }

  /// How many entries of an index have keys in a range.
  public func count<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: some KeyRangeExpression<IndexKey>
  ) async throws -> Int {
    try await count(by: index, range.keyRange)
  }

  /// How many entries of an index have keys in a range: `users.count(by: .usersByTeam, .only(7))`.
  public func count<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: KeyRange<IndexKey> = .all
  ) async throws -> Int {
    try await count(TableQuery(range, .ascending, by: index.definition.name))
  }

  private func count(_ query: TableQuery) async throws -> Int {
    let uri = TableProcedure.count.uri(prefix)
    let result = try await session.call(uri, payload(TableRequests.record(of: query)))
    return try TableResults.count(in: result.payload, of: uri)
  }
}

/// A page of rows of an exposed table.
public struct TablePage<Record: FlatTable & ~Escapable>: Sendable {
  /// The rows, each with memory of its own.
  public let rows: [RecordBuffer<Record>]
  /// Where the next page goes on; `nil` if there is none.
  public let next: CursorToken?
  /// The number of the store's last commit before the page was read: what is told of later ones changes it.
  public let commit: UInt64
  /// How far the table's changes were published then; `nil` if they are not.
  let changes: ChangeProgress?
}

extension TableQuery {
  init<Key>(_ range: KeyRange<Key>, _ order: KeyOrder, by index: String? = nil) {
    self.init()
    let range = StoredKeyRange(range)
    self.index = index
    lower = range.lower
    upper = range.upper
    isDescending = order == .descending
  }
}
