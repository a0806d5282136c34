import FlatBuffersReflection
import RecordStore
import WAMP

@testable import RecordClient

/// A table whose changes are published, as one client meets it: every state it ever had, pages of them, and events that
/// wait within bounds. Rows are numbers that are never used twice.
struct PublishedTable {
  typealias Rows = [UInt8: Int]

  struct Commit {
    let number: UInt64
    /// The rows after it.
    let rows: Rows
    /// `nil` where it deleted the row.
    let changes: [(key: UInt8, row: Int?)]
  }

  enum Arrival {
    case event(sequence: UInt64, followsLoss: Bool, ToldChange<Int>)
    case subscribedAgain
    case alarm(Int)
  }

  private(set) var commits: [Commit]
  /// How many of them the publication knows.
  private var seen = 1
  /// The last commit that it tells of.
  private var changed: UInt64 = 0
  private(set) var publication: UInt64 = 1000
  private var sequence: UInt64 = 1000
  /// Events that are on their way to the client.
  private var sent: [(sequence: UInt64, ToldChange<Int>)] = []
  /// Whether the router has dropped events, and not told it.
  private var hasLost = false
  /// What the client has not read.
  private(set) var waiting: [Arrival] = []
  private(set) var dropped = 0
  private let bound: Int
  private var nextRow = 0
  /// The commit that the last page was of.
  private var lastRead: UInt64 = 0

  init(bound: Int) {
    self.bound = bound
    commits = [Commit(number: 1, rows: [:], changes: [])]
  }

  var last: Commit { commits[commits.count - 1] }

  func rows(after number: UInt64) -> Rows? { commits.first { $0.number == number }?.rows }

  // MARK: - The store

  /// - Parameter keys: whose rows are put, or deleted if there are some and `deletes` says so; none for a commit of other tables.
  mutating func commit(_ keys: [UInt8], deletes: (UInt8) -> Bool = { _ in false }) {
    var rows = last.rows
    var changes: [(key: UInt8, row: Int?)] = []
    for key in keys {
      if rows[key] != nil, deletes(key) {
        rows[key] = nil
      } else {
        nextRow += 1
        rows[key] = nextRow
      }
      changes.append((key, rows[key]))
    }
    commits.append(Commit(number: last.number + 1, rows: rows, changes: changes))
  }

  // MARK: - The publication

  /// It learns of the next commit.
  ///
  /// - Parameters:
  ///   - isKnown: whether it can tell what the commit changed.
  ///   - tellsEnd: whether the last event says that it is the commit's last one.
  mutating func see(isKnown: Bool = true, tellsEnd: Bool = true) {
    guard seen < commits.count else { return }
    let commit = commits[seen]
    seen += 1
    guard !commit.changes.isEmpty else { return }
    changed = commit.number
    guard isKnown else { return tell(.unknown(since: commit.number - 1, through: commit.number)) }
    for (place, change) in commit.changes.enumerated() {
      tell(
        .row(
          key: [change.key], change.row, commit: commit.number,
          isLastOfCommit: tellsEnd && place == commit.changes.count - 1))
    }
  }

  private mutating func tell(_ change: ToldChange<Int>) {
    sequence += 1
    sent.append((sequence, change))
  }

  var progress: ChangeProgress {
    ChangeProgress(publication: publication, seen: commits[seen - 1].number, changed: changed)
  }

  var isQuiet: Bool { seen == commits.count && sent.isEmpty }

  /// Another publication takes its place; what the first one has not told yet is never told.
  mutating func publishAnew() {
    publication += 1 << 40
    sequence = publication
    seen = commits.count
    changed = 0
  }

  // MARK: - The way

  /// The next event reaches the client.
  mutating func deliver() {
    guard !sent.isEmpty else { return }
    let event = sent.removeFirst()
    append(.event(sequence: event.sequence, followsLoss: hasLost, event.1))
    hasLost = false
  }

  /// The router drops the next event, which it tells with the one after it.
  mutating func lose() {
    guard !sent.isEmpty else { return }
    sent.removeFirst()
    hasLost = true
  }

  /// What is on its way goes to others: the client has not subscribed yet.
  mutating func passBy() { sent = [] }

  /// The connection is lost, and another one made.
  mutating func reconnect() {
    (sent, hasLost) = ([], false)
    append(.subscribedAgain)
  }

  mutating func append(_ arrival: Arrival) {
    if waiting.count >= bound {
      waiting.removeFirst()
      dropped += 1
    }
    waiting.append(arrival)
  }

  mutating func read() -> Arrival? { waiting.isEmpty ? nil : waiting.removeFirst() }

  // MARK: - Pages

  /// A page of the rows of a range.
  ///
  /// - Parameter age: how many commits old its snapshot is, unless a newer one was read before.
  mutating func page(
    of range: StoredKeyRange, after key: UInt8?, limit: Int, age: Int = 0
  ) -> (rows: [(key: [UInt8], row: Int)], next: UInt8?, commit: UInt64) {
    var commit = commits[max(commits.count - 1 - age, 0)]
    if commit.number < lastRead, let read = commits.first(where: { $0.number == lastRead }) { commit = read }
    lastRead = commit.number
    let all = commit.rows.filter { range.contains([$0.key]) && $0.key > key ?? 0 }.sorted { $0.key < $1.key }
    let some = all.prefix(limit)
    return (
      some.map { (key: [$0.key], row: $0.value) }, some.count < all.count ? some.last?.key : nil,
      commit.number
    )
  }
}
