internal import RecordStore
internal import WAMP

/// A published change as a live query takes it.
enum ToldChange<Row: Sendable>: Sendable {
  /// - Parameter row: `nil` if it was deleted.
  case row(key: [UInt8], Row?, commit: UInt64, isLastOfCommit: Bool)
  case unknown(since: UInt64, through: UInt64)
}

// What comes of the subscription.
extension LiveRange {
  /// An event has come.
  ///
  /// - Parameters:
  ///   - sequence: its number, which grows by one with each.
  ///   - followsLoss: whether the router dropped events before it.
  ///   - dropped: how many found no room until now.
  mutating func change(
    sequence: UInt64, followsLoss: Bool, dropped: Int, _ change: ToldChange<Row>
  ) throws(WAMPError) {
    hasNews = true
    // An alarm may be among what was dropped, too.
    let isNext = !followsLoss && dropped == self.dropped && isOrdered(sequence)
    (lastSequence, self.dropped) = (sequence, dropped)
    guard isNext else { return try beginAnew() }
    switch change {
    case .unknown(let since, let through):
      // What was read at a later commit has it; but what has no number of its own can have come after any.
      if through <= known, since < through { return }
      try beginAnew()
    case .row(let key, let row, let commit, let isLast):
      guard commit > known else { return }
      try apply(Change(key: key, row: row), commit)
      // Commits come in their order.
      known = max(known, isLast ? commit : commit - 1)
      if phase == .settling { settle() }
      if phase == .following, isLast { giveOpen() }
    }
  }

  /// Whether an event follows the one before it, or if there is none, may be of the publication that pages spoke of.
  private func isOrdered(_ sequence: UInt64) -> Bool {
    if let lastSequence { return sequence == lastSequence &+ 1 }
    // Events are counted from the publication's number on, which is one of 52 bits.
    return progress.map { 1...1 << 32 ~= sequence &- $0.publication } ?? true
  }

  private mutating func apply(_ change: Change, _ commit: UInt64) throws(WAMPError) {
    let isOfRange = range.contains(change.key)
    guard phase == .following else {
      guard isOfRange else { return }
      guard let page = pages.first(where: { $0.covers(change.key) }) else {
        skipped = max(skipped, commit)
        return
      }
      guard commit > page.commit else { return }
      note(change.row, for: change.key)
      applied = max(applied, commit)
      return try checkLimit()
    }
    if let open, open.commit != commit { giveOpen() }
    if open == nil { open = (commit, [], 0) }
    guard isOfRange else { return }
    open?.changes.append(change)
    open?.bytes += change.key.count + (change.row?.byteCount ?? 0)
    // Fresh rows take no more than these would.
    if let open, open.changes.count > limit || open.bytes > byteLimit { try beginAnew() }
  }

  private mutating func giveOpen() {
    guard let whole = open.take(), !whole.changes.isEmpty else { return }
    ready.append(.changes(whole.changes, commit: whole.commit))
  }

  /// The router has confirmed the subscription over another connection.
  ///
  /// - Parameter dropped: how many events had found no room before that was read.
  mutating func subscribedAgain(dropped: Int) {
    lastSequence = nil
    self.dropped = dropped
    attempts = 0
    reset()
  }

  /// An alarm has come.
  mutating func woken(_ id: Int) throws(WAMPError) {
    guard id == alarm.id else { return }
    switch phase {
    case .pulling: isDraining = false
    case .settling:
      waits += 1
      guard waits < LiveRangeTiming.waitLimit else { return try beginAnew() }
      asks = true
    case .following:
      if let suspected = suspected.take() {
        guard known >= suspected else { return try beginAnew() }
        setAlarm(after: LiveRangeTiming.idle)
      } else if hasNews {
        setAlarm(after: LiveRangeTiming.idle)
      } else {
        asks = true
      }
    }
  }
}

extension LiveRange.Page {
  fileprivate func covers(_ key: [UInt8]) -> Bool {
    guard let last else { return true }
    return !last.lexicographicallyPrecedes(key)
  }
}
