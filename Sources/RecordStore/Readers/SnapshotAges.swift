import Synchronization

/// How old the states are that a store's snapshots may read, as far as commits are seen.
final class SnapshotAges: Sendable {
  // A mutex, for the time of an append: once for each commit.
  private let times: Mutex<CommitTimes>

  /// - Parameter transaction: LMDB's id of the newest commit.
  init(_ transaction: UInt64) { times = Mutex(CommitTimes(transaction, at: .now)) }

  /// Notes a commit of this or of another process.
  func note(_ transaction: UInt64, at time: ContinuousClock.Instant = .now) {
    times.withLock { $0.note(transaction, at: time) }
  }

  /// How long ago a state was overtaken; `nil` if it is the newest one.
  func age(of transaction: UInt64, at now: ContinuousClock.Instant) -> Duration? {
    times.withLock { $0.overtaking(of: transaction) }.map { now - $0 }
  }

  func floor(_ limit: Duration, at now: ContinuousClock.Instant) -> SnapshotFloor? {
    times.withLock { SnapshotFloor($0, limit: limit, at: now) }
  }
}
