import Foundation
import Programs
import RecordClient
import RecordStore
import SeededRandom
import SharedBytes
import Testing
import WAMP

/// Replicas against a model of their source, with cuts, restarts, copies put in the source's place and trimmed logs, from
/// seeds; one again: `REPLICA_SEED=7`.
@Suite struct ReplicaMachineTests {
  private static var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["REPLICA_SEED"].flatMap(UInt64.init) { return [seed] }
    return Array(1...(environment["REPLICA_RUNS"].flatMap(UInt64.init) ?? 300))
  }

  @Test func whatAReplicaShowsIsTheStateOfOneCommitAndAtTheEndThatOfTheLast() throws {
    var (beginnings, applied) = (0, 0)
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      var source = SimulatedSource()
      var replica = SimulatedReplica()
      /// All states there ever were, also of sources that a copy took the place of.
      var states: Set<SimulatedSource.Rows> = [source.rows]
      var copy = source
      for step in 0..<1000 {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25:
          source.change(&random)
          states.insert(source.rows)
        case 25: source.trim(keeping: UInt64.random(in: 0..<12, using: &random))
        case 26: source.restart(UInt64.random(in: 2 ... .max, using: &random))
        case 27: copy = source
        case 28 where Int.random(in: 0..<3, using: &random) == 0:
          source = copy
          source.restart(UInt64.random(in: 2 ... .max, using: &random))
        case 29: replica.cut()
        default: _ = try replica.step(source, &random, cuts: true)
        }
        try #require(!replica.isWhole || states.contains(replica.rows), "seed \(seed), step \(step)")
      }
      replica.cut()
      var steps = 0
      while try replica.step(source, &random, cuts: false) {
        steps += 1
        try #require(steps < 10_000, "seed \(seed)")
      }
      try #require(replica.isWhole && replica.rows == source.rows, "seed \(seed)")
      try #require(replica.position?.commit == source.commit, "seed \(seed)")
      beginnings += replica.beginnings
      applied += replica.applied
    }
    // What is tested has to happen.
    #expect(beginnings > Self.seeds.count && applied > Self.seeds.count)
  }

  private func following(_ commit: UInt64) -> ReplicaMachine {
    ReplicaMachine(
      ReplicaPosition(phase: .following, tables: ["a"], history: 1, commit: commit, latest: commit),
      tables: ["a"])
  }

  private func end(_ through: UInt64, _ sequence: UInt64 = 0) -> ReplicaLogEnd {
    ReplicaLogEnd(
      place: ReplicaPlace(history: 1, commit: 9), through: through, sequence: sequence, changes: [])
  }

  @Test(arguments: [(4, 9, 0), (9, 8, 0), (11, 10, 0), (6, 4, 0)] as [(UInt64, UInt64, UInt64)])
  func anAnswerThatIsNoneToTheQuestionIsRefused(commit: UInt64, through: UInt64, sequence: UInt64) {
    var machine = following(5)
    let change = ReplicaRowChange(commit: commit, table: 0, key: [1], record: nil)
    #expect(throws: WAMPError.self) { try machine.take([change], end(through, sequence)) }
  }

  @Test func aCommitThatIsTooLargeToBeKeptIsPulledAnew() throws {
    var machine = following(5)
    let record = SharedBytes([UInt8](repeating: 1, count: 1 << 20))
    for place in 0..<64 as Range<UInt64> {
      let change = ReplicaRowChange(commit: 6, table: 0, key: [1], record: place == 0 ? nil : record)
      #expect(try machine.take([change], end(5, place + 2)).isEmpty)
    }
    let change = ReplicaRowChange(commit: 6, table: 0, key: [1], record: record)
    do throws(WAMPError) {
      _ = try machine.take([change, change], end(5, 80))
      Issue.record("a commit of more than 64 MiB was kept")
    } catch {
      #expect(error.code == .changesUnavailable)
    }
  }

  @Test func aReplicaOfOtherTablesBeginsAnew() {
    let position = ReplicaPosition(phase: .following, tables: ["a"], history: 1, commit: 5, latest: 5)
    #expect(ReplicaMachine(position, tables: ["a", "b"]).position == nil)
  }
}
