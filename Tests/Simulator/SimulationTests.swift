import Foundation
import Programs
import Testing

/// Whole realms in virtual time; `Tests/Simulator/run` does many more, or one again: `SIMULATOR_SEED=7`.
@Suite(.oneAtATime) struct SimulationTests {
  private static var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SIMULATOR_SEED"].flatMap(UInt64.init) { return [seed] }
    let count = environment["SIMULATOR_RUNS"].flatMap(UInt64.init) ?? 6
    return Array(1...max(count, 1))
  }

  @Test("every call ends once, every event arrives once and in order, and nothing is left of those who left")
  func lives() {
    for seed in Self.seeds {
      let run = Run(seed: seed).go()
      print(run.summary)
      #expect(run.findings.isEmpty, "\(run.findings.first ?? "")")
    }
  }

  @Test("the same seed gives the same run")
  func repeats() {
    #expect(Run(seed: 3).go().summary == Run(seed: 3).go().summary)
  }

  @Test(
    "what keeps a realm in order is missed when it is taken out",
    arguments: [
      (Mends.keepAlive, "the router knows", 10), (.orderedOpening, "came with the HELLO", 10),
      (.backlog, "which does not read", 10), (.slices, "one turn of the realm's owner", 10),
      (.interrupts, "was not told that nobody waits", 10), (.retention, "never got what", 40),
      (.testaments, "never got testament", 40),
    ])
  func finds(mend: Mends, text: String, seeds: UInt64) {
    let runs = (1...seeds).lazy.map { Run(seed: $0, mends: .all.subtracting(mend)).go() }
    #expect(runs.contains { $0.findings.contains { $0.contains(text) } })
  }
}
