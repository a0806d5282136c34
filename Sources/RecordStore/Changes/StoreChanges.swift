public import FlatBuffersRuntime

/// The changes of all tables of a store, commit by commit.
///
/// A commit of this process is told when it is made; one of another process within milliseconds on Linux, 50 elsewhere,
/// or a second if it was written through a writable memory map, which this package never does. Commits come in the order
/// of their numbers. What was recorded waits in memory within the stream's ``ChangeBuffer``, in copies: no snapshot is
/// held open.
///
/// For one loop: copies share what waits. Ends when the store is closed, after what waits, and when the task is
/// cancelled.
public struct StoreChanges: AsyncSequence, Sendable {
  public typealias Element = ChangeEvent<StoredRowChange>
  public typealias Failure = StoreError

  let subscription: ChangeSubscription

  public struct AsyncIterator: AsyncIteratorProtocol {
    let subscription: ChangeSubscription

    /// - Throws: ``StoreError`` if the log in the file can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> ChangeEvent<StoredRowChange>? {
      try await subscription.next()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: subscription) }
}

/// The changes of one table of a store, commit by commit: see ``StoreChanges``. Commits that touch only other tables are
/// left out.
public struct TableChanges<Record: FlatTable & ~Escapable, Key: StoreKey>: AsyncSequence, Sendable {
  public typealias Element = ChangeEvent<RowChange<Record, Key>>
  public typealias Failure = StoreError

  let subscription: ChangeSubscription

  public struct AsyncIterator: AsyncIteratorProtocol {
    let subscription: ChangeSubscription

    /// - Throws: ``StoreError`` if the log in the file can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> ChangeEvent<RowChange<Record, Key>>? {
      try await subscription.next()?.typed()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: subscription) }
}

extension ChangeEvent<StoredRowChange> {
  /// The event by the types of its table. A log may have records of another version of the schema: those can't be told.
  fileprivate func typed<Record: FlatTable & ~Escapable, Key>() -> ChangeEvent<RowChange<Record, Key>> {
    switch self {
    case .unknown(let unknown): return .unknown(unknown)
    case .commit(let commit):
      var rows: [RowChange<Record, Key>] = []
      rows.reserveCapacity(commit.rows.count)
      for row in commit.rows {
        guard let typed = try? RowChange<Record, Key>(row) else {
          return .unknown(
            UnknownChanges(since: commit.number &- 1, through: commit.number, reason: .unreadable))
        }
        rows.append(typed)
      }
      return .commit(CommitChanges(number: commit.number, rows: rows, isComplete: commit.isComplete))
    }
  }
}
