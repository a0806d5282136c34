import Testing

@testable import RecordStore

/// What waits in a stream, without a store.
@Suite struct ChangeQueueTests {
  /// A commit with one row of some size.
  private func commit(_ number: UInt64, bytes: Int = 8) -> ChangeQueue.Commit {
    let row = StoredRowChange(
      table: "things", operation: .put, keyBytes: [UInt8](repeating: 0, count: bytes), old: nil, new: nil,
      key: nil, isProven: true)
    return ChangeQueue.Commit([row], start: LogPosition(number))
  }

  private func gap(_ since: UInt64, _ through: UInt64) -> ChangeGap {
    ChangeGap(start: LogPosition(since + 1), through: through, .otherProcess)
  }

  /// All that waits, as text.
  private func taken(_ queue: ChangeQueue) -> [String] {
    var queue = queue
    var texts: [String] = []
    while let item = queue.next() {
      switch item {
      case .commit(let commit): texts.append("\(commit.start.commit)")
      case .gap(let gap):
        texts.append("\(gap.start.commit - 1)-\(gap.through)\(gap.reason == .lagged ? " lagged" : "")")
      case .unknown(let unknown): texts.append("? \(unknown.since)-\(unknown.through)")
      }
    }
    return texts
  }

  @Test("of a gap nothing is known until it was looked up")
  func progress() {
    var queue = ChangeQueue(ChangeBuffer())
    queue.append(commit(1))
    queue.append(gap(1, 3))
    queue.append(commit(4))
    #expect(queue.lastTold == 4 && queue.firstGap == gap(1, 3))
    _ = queue.next()
    _ = queue.next()
    #expect(queue.firstGap == gap(1, 3), "it is being looked up")
    queue.prepend([])
    #expect(queue.lastTold == 4 && queue.firstGap == nil)
    queue.append(gap(4, 8))
    #expect(queue.lastTold == 4)
    _ = queue.next()
    _ = queue.next()
    queue.prepend([.commit(commit(6)), .gap(gap(6, 8))])
    #expect(queue.lastTold == 6 && queue.firstGap == gap(6, 8))
  }

  @Test("commits come in order, and neighbouring gaps are one")
  func order() {
    var queue = ChangeQueue(ChangeBuffer())
    queue.append(commit(1))
    queue.append(gap(1, 3))
    queue.append(gap(3, 4))
    queue.append(commit(5))
    #expect(taken(queue) == ["1", "1-4", "5"])
  }

  @Test(
    "what is beyond the bound becomes a gap that goes on growing",
    arguments: [ChangeBuffer(commits: 3), ChangeBuffer(bytes: 30)])
  func lag(_ bound: ChangeBuffer) {
    var queue = ChangeQueue(bound)
    for number in UInt64(5)...7 { queue.append(commit(number)) }
    #expect(!queue.isLagging)
    queue.append(commit(8))
    #expect(queue.isLagging)
    for number in UInt64(9)...1000 { queue.append(commit(number)) }
    #expect(taken(queue) == ["4-1000 lagged"])
  }

  @Test("a consumer that takes the gap is told commits again")
  func catchingUp() {
    var queue = ChangeQueue(ChangeBuffer(commits: 1))
    for number in UInt64(1)...9 { queue.append(commit(number)) }
    #expect(queue.next() != nil && !queue.isLagging)
    queue.append(commit(10))
    queue.prepend([.commit(commit(8)), .commit(commit(9))])
    #expect(taken(queue) == ["8", "9", "10"])
  }

  @Test("a commit that is larger than the bound alone is a gap")
  func largeCommit() {
    var queue = ChangeQueue(ChangeBuffer(bytes: 100))
    queue.append(commit(3, bytes: 101))
    #expect(taken(queue) == ["2-3 lagged"])
  }

  @Test("what other programs did is told once until the next commit, also to a consumer that lags")
  func otherPrograms() {
    let other = ChangeGap(start: LogPosition(6), through: 5, .otherProgram)
    var queue = ChangeQueue(ChangeBuffer(commits: 2))
    queue.append(commit(5))
    for _ in 0..<9 { queue.append(other) }
    #expect(taken(queue) == ["5", "5-5"])
    queue.append(commit(6))
    for _ in 0..<9 { queue.append(ChangeGap(start: LogPosition(7), through: 6, .otherProgram)) }
    #expect(taken(queue) == ["4-6 lagged", "6-6"])
    queue.append(commit(7))
    #expect(taken(queue) == ["4-7 lagged"])
  }

  @Test("gaps without commits between them don't grow without bound, either")
  func manyGaps() {
    var queue = ChangeQueue(ChangeBuffer(commits: 4))
    for number in UInt64(0)..<100 {
      queue.append(gap(number, number + 1))
      queue.append(ChangeGap(start: LogPosition(number + 2), through: number + 1, .otherProgram))
    }
    #expect(taken(queue) == ["0-100 lagged", "100-100"])
  }
}

/// How a file got from one state to another.
@Suite struct FilePositionTests {
  private func texts(_ from: FilePosition, _ to: FilePosition) -> [String] {
    from.gaps(to: to).map { "\($0.start.commit - 1)-\($0.through) \($0.isNumbered)" }
  }

  private func position(_ commit: UInt64, _ marked: UInt64, _ transaction: UInt64) -> FilePosition {
    FilePosition(commit: commit, marked: marked, transaction: transaction)
  }

  @Test("a file that is no further has nothing to tell")
  func same() {
    #expect(texts(position(3, 7, 7), position(3, 7, 7)) == [])
    #expect(texts(position(3, 7, 8), position(3, 7, 7)) == [])
  }

  @Test("commits of other processes are told by their numbers")
  func commits() { #expect(texts(position(3, 7, 7), position(5, 9, 9)) == ["3-5 true"]) }

  @Test("transactions that left no number are told as such")
  func otherPrograms() {
    #expect(texts(position(3, 7, 7), position(3, 7, 8)) == ["3-3 false"])
    #expect(texts(position(3, 7, 8), position(3, 7, 9)) == ["3-3 false"])
    #expect(texts(position(3, 7, 7), position(4, 8, 9)) == ["3-4 true", "4-4 false"])
  }

  @Test("a file that has numbers smaller than before was changed by another program")
  func backwards() { #expect(texts(position(9, 7, 7), position(2, 8, 8)) == ["2-2 false"]) }
}
