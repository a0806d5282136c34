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
  func lives() throws {
    for seed in Self.seeds {
      let run = try Run(seed: seed).go()
      print(run.summary)
      #expect(run.findings.isEmpty, "\(run.findings.first ?? "")")
    }
  }

  @Test("the same seed gives the same run")
  func repeats() throws {
    let (first, second) = (try Run(seed: 3).go().summary, try Run(seed: 3).go().summary)
    #expect(first == second)
  }

  @Test(
    "what keeps a realm in order is missed when it is taken out",
    arguments: [
      (Mends.keepAlive, "the router knows", 1), (.orderedOpening, "came before WELCOME", 1),
      (.backlog, "which does not read", 4), (.slices, "one turn of the realm's owner", 2),
      (.interrupts, "was not told that nobody waits", 1), (.retention, "never got what", 3),
      (.testaments, "never got testament", 1),
      (.replay, "never got publication", 1), (.arrivals, "was thrown out", 2),
      (.honestReplay, "never got publication", 3), (.absence, "the router knows", 2),
      (.oneReturn, "that the realm does not have", 2), (.tokens, "a stranger goes on", 1),
      (.owners, "a stranger goes on", 1),
      (.lostCalls, "was thrown out", 1),
      (.lateCalls, "was thrown out", 3), (.freshRules, "a secret that is not its own", 7),
      (.freshDecisions, "which is denied", 1), (.openingTime, "openings", 1),
    ])
  func finds(mend: Mends, text: String, known: UInt64) throws {
    // The seed that is known to find it, and others, since a change elsewhere changes what a seed does.
    let isMissed = try ([known] + Array(1...40)).contains { seed in
      try Run(seed: seed, mends: .all.subtracting(mend)).go().findings.contains { $0.contains(text) }
    }
    #expect(isMissed)
  }
}
