/// The changes of all tables of a store, commit by commit.
///
/// A commit of this process is told when it is made; one of another process within milliseconds on Linux, 50 elsewhere,
/// or a second if it was written through a writable memory map, which this package never does. Commits come in the order
/// of their numbers; one that leaves all rows as they were, as when a row is put and deleted again, is left out. What was
/// recorded waits in memory within the stream's ``ChangeBuffer``, in copies: no snapshot is held open.
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
