/// The oldest state that may still be read, and why.
struct SnapshotFloor: Sendable {
  /// LMDB's transaction id of that state.
  let transaction: UInt64
  let limit: Duration
  private let times: CommitTimes

  /// - Returns: `nil` if there is no older state than the ones that may be read.
  init?(_ times: CommitTimes, limit: Duration, at now: ContinuousClock.Instant) {
    transaction = times.oldest(notOvertakenBefore: now - limit)
    guard transaction > 0 else { return nil }
    self.limit = limit
    self.times = times
  }

  /// What to say of a look-up in an older state.
  func error(
    _ transaction: UInt64, _ path: String, at now: ContinuousClock.Instant = .now
  ) -> StoreError {
    let age = times.overtaking(of: transaction).map { now - $0 } ?? .zero
    return StoreError(
      .snapshotTooOld,
      "read \(path): the state that is read was overtaken by a commit \(age) ago, and options.snapshotAgeLimit is "
        + "\(limit). End this read, whose records stay valid until then, and begin a new one")
  }
}
