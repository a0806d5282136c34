import RecordClient
import RecordStore
import SeededRandom
import SharedBytes
import WAMP

/// A source of replicas as a plain model: rows, the log, and the history, with pages as small as they can be.
struct SimulatedSource {
  typealias Rows = [[UInt64: UInt64]]

  struct Refusal: Error {}

  private struct Change {
    let commit: UInt64
    let table: Int
    let key: UInt64
    let value: UInt64?
  }

  private(set) var rows: Rows = [[:], [:]]
  private(set) var commit: UInt64 = 1
  private var log: [Change] = []
  private var logStart: UInt64 = 1
  /// Each part of the history, with the last commit before it.
  private var parts: [(id: UInt64, after: UInt64)] = [(1, 0)]

  static let tables = ["a", "b"]

  var place: ReplicaPlace { ReplicaPlace(history: parts[parts.count - 1].id, commit: commit) }

  // MARK: - What happens to it

  mutating func change(_ random: inout SplitMix64) {
    commit += 1
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let (table, key) = (Int.random(in: 0...1, using: &random), UInt64.random(in: 0..<24, using: &random))
      let value =
        Int.random(in: 0..<3, using: &random) == 0 ? nil : UInt64.random(in: 0 ... .max, using: &random)
      rows[table][key] = value
      log.append(Change(commit: commit, table: table, key: key, value: value))
    }
  }

  /// The log forgets all but its last commits.
  mutating func trim(keeping commits: UInt64) {
    logStart = max(logStart, commit - min(commit, commits))
    log.removeAll { $0.commit <= logStart }
  }

  /// It is served again: by another process, or from a copy.
  mutating func restart(_ id: UInt64) {
    parts.append((id, commit))
    commit += 1
  }

  // MARK: - What it answers

  var described: ReplicaSource {
    ReplicaSource(place: place, logStart: logStart, tables: Self.tables.map { ($0, []) })
  }

  private func check(_ place: ReplicaPlace) throws {
    let part = parts.firstIndex { $0.id == place.history }
    guard let part, place.commit <= commit,
      part + 1 == parts.count || place.commit <= parts[part + 1].after
    else { throw Refusal() }
  }

  func answer(_ query: ReplicaRowsQuery, limit: Int) throws -> ([ReplicaRow], ReplicaRowsEnd) {
    try check(query.place)
    let table = Self.tables.firstIndex(of: query.table) ?? 0
    let after = query.after.map { UInt64(key: $0) }
    let all = rows[table].keys.sorted().filter { key in after.map { key > $0 } ?? true }
    let page = all.prefix(limit)
    return (
      page.map { ReplicaRow(key: $0.key, record: SharedBytes(rows[table][$0, default: 0].key)) },
      ReplicaRowsEnd(place: place, count: page.count, isLast: page.count == all.count)
    )
  }

  func answer(_ query: ReplicaLogQuery, limit: Int) throws -> ([ReplicaRowChange], ReplicaLogEnd) {
    try check(query.place)
    guard query.since >= logStart else { throw Refusal() }
    var changes: [ReplicaRowChange] = []
    var sequence: UInt64 = 0
    var last = query.since
    for change in log where change.commit > query.since {
      sequence = change.commit == last ? sequence + 1 : 1
      last = change.commit
      if change.commit == query.since + 1, sequence < query.sequence { continue }
      if changes.count == limit {
        return (changes, end(through: change.commit - 1, sequence, changes))
      }
      changes.append(
        ReplicaRowChange(
          commit: change.commit, table: change.table, key: change.key.key,
          record: change.value.map { SharedBytes($0.key) }))
    }
    return (changes, end(through: commit, 0, changes))
  }

  private func end(through: UInt64, _ sequence: UInt64, _ changes: [ReplicaRowChange]) -> ReplicaLogEnd {
    ReplicaLogEnd(
      place: place, through: through, sequence: sequence,
      changes: changes.map {
        ReplicaLogEnd.Change(commit: $0.commit, table: $0.table, key: $0.key, isPut: $0.record != nil)
      })
  }
}

extension UInt64 {
  /// As a key: in the order of the numbers.
  var key: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) } }

  init(key: [UInt8]) { self = key.reduce(0) { $0 << 8 | UInt64($1) } }
}
