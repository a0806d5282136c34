public import FlatBuffersRuntime
public import RecordStore
internal import WAMP

extension RemoteTable where Record: ~Escapable {
  /// All rows whose primary keys lie in a range, pulled page by page as they are read.
  ///
  ///     for try await user in users.rows(10...) { print(user.record.name) }
  ///
  /// - Parameter pageSize: the most rows of a page, at most 10 000.
  public func rows(
    _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending, pageSize: Int = 100
  ) -> RemoteRows<Record, Key> {
    rows(range.keyRange, order: order, pageSize: pageSize)
  }

  /// All rows whose primary keys lie in a range: `users.rows(.after(7))`.
  public func rows(
    _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending, pageSize: Int = 100
  ) -> RemoteRows<Record, Key> {
    RemoteRows(self, TableQuery(range, order), pageSize)
  }

  /// All rows whose keys in an index lie in a range.
  public func rows<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: some KeyRangeExpression<IndexKey>,
    order: KeyOrder = .ascending, pageSize: Int = 100
  ) -> RemoteRows<Record, Key> {
    rows(by: index, range.keyRange, order: order, pageSize: pageSize)
  }

  /// All rows whose keys in an index lie in a range: `users.rows(by: .usersByTeam, .only(7))`.
  public func rows<IndexKey>(
    by index: Index<Record, IndexKey>, _ range: KeyRange<IndexKey> = .all, order: KeyOrder = .ascending,
    pageSize: Int = 100
  ) -> RemoteRows<Record, Key> {
    RemoteRows(self, TableQuery(range, order, by: index.definition.name), pageSize)
  }
}

/// The rows of a range of an exposed table, pulled page by page: the next page is asked for when all rows of the one
/// before were read.
///
/// Each page is of one state of the store, and goes on behind the last row of the one before: a row that stays is given
/// once, one that comes or goes meanwhile may be given or not.
public struct RemoteRows<Record: FlatTable & ~Escapable, Key: StoreKey>: AsyncSequence, Sendable {
  private let table: RemoteTable<Record, Key>
  private let query: TableQuery
  private let pageSize: Int

  init(_ table: RemoteTable<Record, Key>, _ query: TableQuery, _ pageSize: Int) {
    self.table = table
    self.query = query
    self.pageSize = pageSize
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let rows: RemoteRows
    /// `nil` before the first one.
    private var page: TablePage<Record>?
    private var position = 0

    fileprivate init(_ rows: RemoteRows) { self.rows = rows }

    /// The next row; `nil` after the last one.
    ///
    /// - Throws: ``WAMPError`` if a page can't be had, `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> RecordBuffer<Record>? {
      // A page may have no row and yet a next one, where a router shows the caller few of many.
      while true {
        if let page, position < page.rows.count {
          defer { position += 1 }
          return page.rows[position]
        }
        if let page, page.next == nil { return nil }
        page = try await rows.table.list(rows.query, limit: rows.pageSize, after: page?.next)
        position = 0
      }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
