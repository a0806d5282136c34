import Foundation
import Testing

/// Whole realms in virtual time; `Tests/Simulator/run` does many more, or one again: `SIMULATOR_SEED=7`.
@Suite struct SimulationTests {
  private static var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SIMULATOR_SEED"].flatMap(UInt64.init) { return [seed] }
    let count = environment["SIMULATOR_RUNS"].flatMap(UInt64.init) ?? 8
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

  @Test("without keep-alive, sessions of clients that fell asleep are found")
  func findsGhosts() {
    let findings = (1...20).lazy.flatMap { Run(seed: $0, mends: .all.subtracting(.keepAlive)).go().findings }
    #expect(findings.first != nil)
  }
}
