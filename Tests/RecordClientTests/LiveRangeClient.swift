import FlatBuffersReflection
import RecordStore
import Testing
import WAMP

@testable import RecordClient

/// Who observes a range of a published table: does what a live query says, and checks what it gives.
struct LiveRangeClient {
  var query: LiveRange<Int>
  /// What the updates so far amount to.
  private(set) var rows: PublishedTable.Rows?
  private(set) var commit: UInt64 = 0
  private(set) var updates: [String] = []
  private var next: UInt8?
  /// The alarms that are set, but for such that come at once.
  private var timers: [Int] = []
  private let pageSize: Int

  init(
    _ range: StoredKeyRange = StoredKeyRange(), limit: Int = 1000, byteLimit: Int = .max, pageSize: Int = 3
  ) {
    query = LiveRange(range, limit: limit, byteLimit: byteLimit)
    self.pageSize = pageSize
  }

  enum Done: Equatable {
    case something
    /// Nothing has come, and alarms are set.
    case waits
  }

  /// Does one step.
  ///
  /// - Parameters:
  ///   - age: how many commits old a page's snapshot is.
  ///   - between: what happens between a call and its answer.
  mutating func step(
    _ table: inout PublishedTable, age: Int = 0, between: (inout PublishedTable) -> Void = { _ in }
  ) throws -> Done {
    switch query.next() {
    case .give(let update): try take(update, table)
    case .pull(let isFirst):
      if isFirst { next = nil }
      let page = table.page(of: query.range, after: next, limit: pageSize, age: age)
      let progress = table.progress
      between(&table)
      next = page.next
      try query.page(page.rows, hasNext: page.next != nil, commit: page.commit, progress)
    case .ask:
      let progress = table.progress
      between(&table)
      try query.report(progress)
    case .wait(let alarm):
      if let alarm, alarm.delay == .zero {
        table.append(.alarm(alarm.id))
      } else if let alarm {
        timers.append(alarm.id)
      }
      let before = table.dropped
      guard let arrival = table.read() else { return .waits }
      switch arrival {
      case .event(let sequence, let followsLoss, let change):
        try query.change(sequence: sequence, followsLoss: followsLoss, dropped: table.dropped, change)
      case .subscribedAgain: query.subscribedAgain(dropped: before)
      case .alarm(let id): try query.woken(id)
      }
    }
    return .something
  }

  /// Time passes: all alarms come.
  mutating func ring(_ table: inout PublishedTable) {
    for timer in timers { table.append(.alarm(timer)) }
    timers = []
  }

  /// Goes on until nothing happens any more, whatever time passes.
  mutating func finish(_ table: inout PublishedTable) throws {
    for _ in 0..<50 {
      while try step(&table) != .waits {}
      ring(&table)
    }
  }

  private mutating func take(_ update: LiveRange<Int>.Update, _ table: PublishedTable) throws {
    let number: UInt64
    switch update {
    case .rows(let some, let commit):
      number = commit
      updates.append("rows")
      let all = try #require(expected(table, commit))
      let ascending = all.sorted { $0.key < $1.key }.map(\.value)
      #expect(some == ascending, "the rows are not the state of commit \(commit)")
      rows = all
      #expect(commit >= self.commit)
    case .changes(let changes, let commit):
      number = commit
      updates.append("changes")
      #expect(!changes.isEmpty && commit > self.commit)
      // All that was skipped left the range as it was.
      #expect(rows == expected(table, commit - 1), "something is missing before commit \(commit)")
      for change in changes { rows?[change.key[0]] = change.row }
    }
    commit = number
    #expect(rows == expected(table, number), "what was told is not the state of commit \(number)")
  }

  private func expected(_ table: PublishedTable, _ commit: UInt64) -> PublishedTable.Rows? {
    table.rows(after: commit)?.filter { query.range.contains([$0.key]) }
  }

  /// Whether it knows what is stored.
  func isCurrent(_ table: PublishedTable) -> Bool { rows == expected(table, table.last.number) }
}

/// With its key, a row takes ten bytes.
extension Int: LiveRow {
  package var byteCount: Int { 9 }
}
