import Synchronization

/// What a commit of this process changed.
struct CommittedChanges {
  /// What was asked for when it began.
  let interest: RecordingInterest
  /// The names of the tables it touched.
  var tables: Set<String> = []
  /// The rows; `nil` if they were more than any stream keeps.
  var rows: [StoredRowChange]? = []
  private var byteCount = 0

  init(_ interest: RecordingInterest) { self.interest = interest }

  /// Takes over what a write noted that has succeeded.
  mutating func add(_ recorder: ChangeRecorder) {
    tables.formUnion(recorder.tables)
    guard let more = recorder.rows else {
      rows = nil
      return
    }
    byteCount += more.reduce(0) { $0 + $1.byteCount }
    if byteCount > interest.byteLimit { rows = nil } else { rows?.append(contentsOf: more) }
  }
}

extension ChangeFeed {
  /// What streams want to know of the next commit.
  var interest: RecordingInterest {
    guard isHeard.load(ordering: .acquiring) else { return RecordingInterest() }
    return state.withLock { state in
      var interest = RecordingInterest()
      for listener in state.listeners.values where !listener.queue.isLagging {
        interest.tables = true
        guard listener.wantsRows else { continue }
        interest.rows.add(listener.tables)
        interest.byteLimit = max(interest.byteLimit, listener.queue.bound.bytes)
      }
      return interest
    }
  }

  /// A commit of this process is about to be made.
  func willCommit(_ mark: CommitMark) {
    guard isHeard.load(ordering: .acquiring) else { return }
    state.withLock { $0.pending = mark.number }
  }

  /// The commit failed that was about to be made.
  func failed() {
    guard isHeard.load(ordering: .acquiring) else { return }
    publish { _ in }
  }

  /// A commit of this process was made.
  ///
  /// - Parameters:
  ///   - previous: the mark it found.
  ///   - changes: `nil` if nobody listened when it began.
  func committed(_ mark: CommitMark, after previous: CommitMark, _ changes: CommittedChanges?) {
    guard isHeard.load(ordering: .acquiring) else { return }
    publish { state in
      for id in state.listeners.keys {
        guard let position = state.listeners[id]?.position, position.transaction < mark.transaction else {
          continue
        }
        state.listeners[id]?.append(mark, after: previous, changes)
      }
    }
  }

  /// The file was seen at a position.
  ///
  /// - Returns: whether that is news.
  func observed(_ position: FilePosition) -> Bool {
    var isNews = false
    wake { state in
      if let pending = state.pending, position.commit >= pending {
        if state.seen.map({ $0.transaction < position.transaction }) ?? true { state.seen = position }
      } else {
        isNews = state.advance(to: position)
      }
    }
    return isNews
  }

  /// Ends a commit of this process: what was seen of the file meanwhile counts from now on.
  private func publish(_ body: (inout State) -> Void) {
    wake { state in
      state.pending = nil
      body(&state)
      if let seen = state.seen.take() { _ = state.advance(to: seen) }
    }
  }

  /// Hands items to those who wait, after a change of the state.
  private func wake(_ body: (inout State) -> Void) {
    let woken = state.withLock { state in
      body(&state)
      var woken: [(CheckedContinuation<ChangeQueue.Item?, Never>, ChangeQueue.Item)] = []
      for id in state.listeners.keys {
        while let (waiter, continuation) = state.listeners[id]?.waiters.first,
          let item = state.listeners[id]?.queue.next()
        {
          state.listeners[id]?.waiters[waiter] = nil
          woken.append((continuation, item))
        }
      }
      return woken
    }
    for (continuation, item) in woken { continuation.resume(returning: item) }
  }
}

extension ChangeFeed.State {
  /// - Returns: whether anybody was told.
  fileprivate mutating func advance(to position: FilePosition) -> Bool {
    var isNews = false
    for id in listeners.keys {
      guard let gaps = listeners[id]?.position.gaps(to: position), !gaps.isEmpty else { continue }
      for gap in gaps { listeners[id]?.queue.append(gap) }
      listeners[id]?.position = position
      isNews = true
    }
    return isNews
  }
}

extension ChangeFeed.Listener {
  /// Appends what a commit of this process means for the stream.
  fileprivate mutating func append(
    _ mark: CommitMark, after previous: CommitMark, _ changes: CommittedChanges?
  ) {
    for gap in position.gaps(before: mark, after: previous) { queue.append(gap) }
    position = FilePosition(commit: mark.number, marked: mark.transaction, transaction: mark.transaction)
    func gap(_ reason: UnknownChanges.Reason) -> ChangeGap {
      ChangeGap(start: LogPosition(mark.number), through: mark.number, reason)
    }
    guard let changes else { return queue.append(gap(.notRecorded)) }
    // A commit of no table, as synchronizing makes it, is news only to who looks at the number.
    guard tables.map({ !$0.isDisjoint(with: changes.tables) }) ?? (!wantsRows || !changes.tables.isEmpty)
    else { return }
    guard wantsRows, let all = changes.rows else {
      return queue.append(gap(.lagged))
    }
    let concerned = tables.map { $0.intersection(changes.tables) } ?? changes.tables
    guard concerned.allSatisfy({ changes.interest.rows.contains($0) }) else {
      return queue.append(gap(.notRecorded))
    }
    let rows = tables.map { tables in all.filter { tables.contains($0.table) } } ?? all
    guard !rows.isEmpty else { return }
    queue.append(ChangeQueue.Commit(rows, start: LogPosition(mark.number)))
  }
}
