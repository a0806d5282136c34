import LMDB

/// A stream's place at the feed; it ends with the last copy of the stream.
final class ChangeSubscription: Sendable {
  private let feed: ChangeFeed
  private let id: ChangeFeed.ListenerID
  private let tables: Set<String>?
  private let bound: ChangeBuffer

  init(
    _ feed: ChangeFeed, to tables: Set<String>?, since: UInt64? = nil, wantsRows: Bool = true,
    _ bound: ChangeBuffer
  ) throws(StoreError) {
    self.feed = feed
    self.tables = tables
    self.bound = bound
    id = try feed.listen(to: tables, since: since, wantsRows: wantsRows, bound)
  }

  deinit { feed.forget(id) }

  /// The next commit, or what can't be told; what is missing is looked up in the log.
  ///
  /// - Returns: `nil` when the store was closed or the task was cancelled.
  func next() async throws(StoreError) -> ChangeEvent<StoredRowChange>? {
    while let item = await feed.next(id) {
      switch item {
      case .commit(let commit):
        return .commit(
          CommitChanges(number: commit.start.commit, rows: commit.rows, isComplete: commit.isComplete))
      case .unknown(let unknown):
        return .unknown(unknown)
      case .gap(let gap):
        do throws(StoreError) {
          feed.prepend(try feed.fill(gap, tables: tables, bound), to: id)
        } catch {
          if error.code == .closed || error.database?.code == .closed { return nil }
          throw error
        }
      }
    }
    return nil
  }

  /// How far the stream knows the store; `nil` if the store was closed.
  var progress: StreamProgress? { feed.progress(of: id) }

  /// Waits until something may have changed.
  ///
  /// - Returns: whether it has; if not, the store was closed or the task was cancelled.
  func wait() async -> Bool { await feed.next(id) != nil }

  /// Listens to all tables, from now on.
  func beginReading() { feed.listen(id, to: nil, forgetting: true) }

  /// Listens to the tables that were read. What came meanwhile counts.
  func endReading(_ tables: Set<String>?) { feed.listen(id, to: tables, forgetting: false) }
}
