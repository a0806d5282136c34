/// Decides which entries of a log go: whole commits, the oldest first.
struct ChangeLogTrimming {
  let bounds: ChangeLogBounds
  /// The time of the commit that trims, in nanoseconds since 1970.
  let now: UInt64
  private(set) var state: ChangeLogState
  /// How many entries may still go: a commit is not made to wait for a million of them. It removes more than it adds, so
  /// that the bounds are reached with the commits that follow.
  private var budget: UInt64

  /// - Parameter added: how many entries the commit added.
  init(_ state: ChangeLogState, _ bounds: ChangeLogBounds, now: UInt64, added: UInt64) {
    self.state = state
    self.bounds = bounds
    self.now = now
    budget = 2 * added + 1024
  }

  private var isTooLarge: Bool { state.count > bounds.maxChanges || state.byteCount > bounds.maxBytes }

  /// Whether there can be anything to do: if not, no entry need be read.
  var mayRemove: Bool { state.count > 0 && (isTooLarge || bounds.maxAge != nil) }

  /// Judges the oldest entry there is.
  ///
  /// - Returns: whether it goes; it counts as gone then.
  mutating func removes(_ entry: ChangeLogEntry.Place) -> Bool {
    guard budget > 0 else { return false }
    let isOld = bounds.maxAge.map { now > entry.time && now - entry.time > $0 } ?? false
    guard entry.position.commit <= state.floor || isTooLarge || isOld else { return false }
    budget -= 1
    state.floor = max(state.floor, entry.position.commit)
    state.count -= min(state.count, 1)
    state.byteCount -= min(state.byteCount, UInt64(entry.byteCount))
    return true
  }
}
