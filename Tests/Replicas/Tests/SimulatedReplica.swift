import RecordClient
import RecordStore
import SeededRandom
import SharedBytes
import WAMP

/// A replica whose store is a plain model: what is written is there, what is cut is not.
struct SimulatedReplica {
  private(set) var rows: SimulatedSource.Rows = [[:], [:]]
  private(set) var isWhole = false
  private(set) var position: ReplicaPosition?
  private var machine = ReplicaMachine(nil, tables: SimulatedSource.tables)
  /// Whether its source has described itself since it was cut off last.
  private var isConnected = false
  private var isRefused = false
  /// How often it began to pull all rows.
  private(set) var beginnings = 0
  /// How often it applied commits to what could be read.
  private(set) var applied = 0

  /// All that is not in the store is gone.
  mutating func cut() {
    machine = ReplicaMachine(position, tables: SimulatedSource.tables)
    isConnected = false
  }

  /// - Returns: whether there was something to be done.
  mutating func step(_ source: SimulatedSource, _ random: inout SplitMix64, cuts: Bool) throws -> Bool {
    do {
      if !isConnected {
        if isRefused { machine.forget() }
        isRefused = false
        isConnected = true
        write(machine.take(source.described) + machine.resume(), &random, cuts: cuts)
        return true
      }
      let limit = Int.random(in: 1...5, using: &random)
      switch machine.question {
      case .rows(let query):
        let (rows, end) = try source.answer(query, limit: limit)
        write(machine.take(rows, end), &random, cuts: cuts)
      case .log(let query):
        let (changes, end) = try source.answer(query, limit: limit)
        write(try machine.take(changes, end), &random, cuts: cuts)
      case .nothing:
        guard source.commit > machine.newest else { return false }
        machine.hear(of: source.commit)
      }
    } catch is SimulatedSource.Refusal {
      isRefused = true
      isConnected = false
    }
    return true
  }

  private mutating func write(_ writes: [ReplicaWrite], _ random: inout SplitMix64, cuts: Bool) {
    for write in writes {
      if cuts, Int.random(in: 0..<20, using: &random) == 0 { return cut() }
      apply(write.step)
      position = write.position
    }
  }

  private mutating func apply(_ step: ReplicaWrite.Step) {
    switch step {
    case .begin:
      rows = [[:], [:]]
      isWhole = false
      beginnings += 1
    case .rows(let page, let table):
      for row in page { rows[table][UInt64(key: row.key)] = UInt64(key: [UInt8](row.record)) }
    case .changes(let changes):
      if isWhole { applied += 1 }
      for change in changes {
        rows[change.table][UInt64(key: change.key)] = change.record.map { UInt64(key: [UInt8]($0)) }
      }
    case .complete: isWhole = true
    }
  }
}
