import LMDB

/// A value that is read anew whenever what it was read from has changed: see ``Store/observe(_:)``.
///
/// Each loop observes on its own. Ends when the store is closed and when the task is cancelled; fails with what the
/// reading closure throws.
public struct ValueObservation<Value: Sendable>: AsyncSequence, Sendable {
  public typealias Element = Value
  public typealias Failure = any Error

  let feed: ChangeFeed
  let state: StoreState
  let body: @Sendable (Snapshot) throws -> Value
  let isSame: @Sendable (Value, Value) -> Bool

  public struct AsyncIterator: AsyncIteratorProtocol {
    let observation: ValueObservation
    private var subscription: ChangeSubscription?
    private var last: Value?

    init(_ observation: ValueObservation) { self.observation = observation }

    /// The value now, and then each value that differs from the one before.
    public mutating func next() async throws -> Value? {
      while true {
        let subscription: ChangeSubscription
        if let begun = self.subscription {
          guard await begun.wait() else { return nil }
          subscription = begun
        } else {
          subscription = try ChangeSubscription(
            observation.feed, to: nil, wantsRows: false, ChangeBuffer(commits: 1, bytes: 0))
          self.subscription = subscription
        }
        guard let value = try observation.read(subscription) else { return nil }
        if let last, observation.isSame(last, value) { continue }
        last = value
        return value
      }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  /// Reads the value, and listens to the tables that it was read from.
  ///
  /// - Returns: `nil` if the store was closed.
  private func read(_ subscription: ChangeSubscription) throws -> Value? {
    subscription.beginReading()
    let tracker = ReadTracker()
    do {
      let value = try state.environment.read { snapshot in
        // The tables live as long as the body runs.
        let tables = try unsafe state.tables(for: snapshot).takeUnretainedValue().tracked(by: tracker)
        return try withExtendedLifetime(tables) {
          try body(unsafe Snapshot(snapshot, Unmanaged.passUnretained(tables)))
        }
      }
      subscription.endReading(tracker.tables)
      return value
    } catch let error as LMDBError {
      if error.code == .closed { return nil }
      throw StoreError(error)
    }
  }
}
