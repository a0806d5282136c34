/// When the writer begins its next commit.
///
/// Callers that a commit served are told at once, and many come back with their next write within microseconds. A commit
/// that began with the first of them would leave the others to the one after it. So the writer waits for as many as it
/// served, for a small part of the time that a commit takes.
struct CommitPace {
  /// How many writes the last commit served.
  private var served = 0
  /// How long it is worth to wait for as many again.
  private(set) var patience = Duration.zero

  /// The most that is waited, however slow the disk is.
  private static let limit = Duration.microseconds(200)

  /// - Parameters:
  ///   - count: how many writes a commit served.
  ///   - duration: how long it took.
  mutating func committed(_ count: Int, in duration: Duration) {
    served = count
    patience = count > 1 ? min(duration / 8, CommitPace.limit) : .zero
  }

  /// Whether to wait for more.
  ///
  /// - Parameter queued: how many writes there are.
  func isWorthWaiting(queued: Int) -> Bool { queued > 0 && queued < served && patience > .zero }
}
