internal import WAMP

// Pages, and what the publication says of itself.
extension LiveRange {
  /// A page has come.
  ///
  /// - Parameters:
  ///   - some: its rows by their keys, which are in ascending order.
  ///   - progress: how far the publication was, right after the page's snapshot was taken.
  /// - Throws: ``WAMPError`` if the range has too many rows, or no state of it can be had.
  mutating func page(
    _ some: [(key: [UInt8], row: Row)], hasNext: Bool, commit: UInt64, _ progress: ChangeProgress
  ) throws(WAMPError) {
    guard phase == .pulling, !isDraining else { return }
    if pages.isEmpty {
      guard progress.changed <= commit else { return try beginAnew() }
      (known, applied, skipped) = (commit, commit, 0)
    } else {
      guard progress.publication == self.progress?.publication,
        commit >= max(skipped, pages[pages.count - 1].commit)
      else { return try beginAnew() }
    }
    for (key, row) in some { note(row, for: key) }
    try checkLimit()
    pages.append(Page(last: hasNext ? some.last?.key ?? pages.last?.last ?? [] : nil, commit: commit))
    applied = max(applied, commit)
    self.progress = progress
    guard hasNext else {
      phase = .settling
      return settleOrWait()
    }
    // What came meanwhile must not wait until its buffer is full.
    isDraining = true
    setAlarm(after: .zero)
  }

  func checkLimit() throws(WAMPError) {
    let most =
      if rows.count > limit {
        "\(limit) rows"
      } else if byteCount > byteLimit {
        "\(byteLimit) bytes"
      } else {
        nil as String?
      }
    guard let most else { return }
    throw WAMPError(
      .payloadSizeExceeded,
      "the range has more than \(most): observe a smaller one, or give a higher limit")
  }

  /// The publication said how far it is.
  mutating func report(_ progress: ChangeProgress) throws(WAMPError) {
    guard phase != .pulling else { return }
    guard progress.publication == self.progress?.publication else { return try beginAnew() }
    self.progress = progress
    if phase == .settling { return settleOrWait() }
    if progress.changed > known {
      suspected = progress.changed
      setAlarm(after: LiveRangeTiming.patience)
    } else {
      setAlarm(after: LiveRangeTiming.idle)
    }
  }

  /// A call failed.
  ///
  /// Once rows were given, it is tried again for half a minute: a router that is started anew exposes the table a moment
  /// after it lets clients in.
  ///
  /// - Throws: `error`, if there is no hope.
  mutating func failed(_ error: WAMPError) throws(WAMPError) {
    failures += 1
    let isHopeless = [.notAuthorized, .invalidPayload, .payloadSizeExceeded].contains(error.code)
    guard hasGivenRows, failures <= LiveRangeTiming.failureLimit, !isHopeless else { throw error }
    reset()
    isDraining = true
    setAlarm(after: LiveRangeTiming.retry(failures))
  }

  private mutating func settleOrWait() {
    settle()
    if phase == .settling { setAlarm(after: LiveRangeTiming.settling(waits)) }
  }

  /// Gives the rows if they are one state.
  mutating func settle() {
    if let progress, known >= progress.changed { known = max(known, progress.seen) }
    guard known >= applied else { return }
    ready.append(.rows(takeRows(), commit: known))
    pages = []
    phase = .following
    hasGivenRows = true
    (attempts, failures) = (0, 0)
    setAlarm(after: LiveRangeTiming.idle)
  }
}
