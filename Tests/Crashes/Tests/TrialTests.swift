import Foundation
import Programs
import SeededRandom
import Testing

/// Writers of two tables with a unique, a composite and a multi-valued index, which insert, update, delete, nest and
/// delete ranges and keep a log of changes, are killed or lose power. Afterwards the file has what the same steps make
/// elsewhere: rows, index entries and log.
///
/// `Tests/Crashes/run 200` does each 200 times.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(60)))
struct TrialTests {
  private static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 12

  /// Looks at a file: what it has to hold was said to be stored up to a step.
  private static func check(_ path: String, seed: Int, said: Int?, _ durability: String) async throws
    -> Program.Outcome
  {
    let program = Program.path(built: "StoreTrials")
    let said = said.map { String($0) } ?? "none"
    // A program that hangs is ended, with the status 124.
    return try await Program(
      named: "timeout", ["60", program, "check", path, String(seed), said, durability]
    ).run()
  }

  @Test("a killed writer leaves all that it said was stored, sound, with a log that makes the rows")
  func killed() async throws {
    try await withCrashFolder { folder in
      var heard = 0
      for round in 0..<Self.rounds {
        let path = folder.appending(path: "writer\(round).db").path
        let output = try await Program(
          built: "StoreTrials", ["write", path, String(round), "0", "1000000", "full"]
        ).runKilled(after: .milliseconds(60 + 37 * (round % 20)))
        let said = output.split(separator: "\n").compactMap { Int($0) }.last
        guard said != nil || FileManager.default.fileExists(atPath: path) else { continue }
        let outcome = try await Self.check(path, seed: round, said: said, "full")
        #expect(outcome.status == 0, "round \(round), said \(said ?? -1): \(outcome.text)")
        if said ?? 0 > 0 { heard += 1 }
      }
      print("trial: killed \(Self.rounds) times, \(heard) after it spoke of writes")
      #expect(heard > 0)
    }
  }

  @Test(
    "a writer that lost power leaves what its durability promises",
    .enabled(if: Program.isInstalled("/usr/bin/strace")),
    arguments: ["full", "recentWritesMayBeLost", "fileMayBeLost"])
  func cut(durability: String) async throws {
    try await withCrashFolder { folder in
      let (original, written) = (folder.appending(path: "original.db"), folder.appending(path: "written.db"))
      let trace = folder.appending(path: "trace")
      let seed = 1
      // What is there before lies on the disk: the first commits that don't wait must not spoil it unseen.
      let (before, steps) = (40, 100)
      _ = try await Program(
        built: "StoreTrials", ["write", original.path, String(seed), "0", String(before), "full"]
      ).output()
      try FileManager.default.copyItem(at: original, to: written)
      _ = try await Program(
        built: "StoreTrials",
        ["write", written.path, String(seed), String(before), String(steps), durability]
      ).traced(written.path, to: trace.path).output()
      let events = try WriteRecording(trace: trace).events
      let start = try [UInt8](Data(contentsOf: original))
      var random = SplitMix64(seed: 7)
      // Nothing was overlooked: all writes together make the file.
      let complete = WriteRecording.complete(start, events)
      let isComplete = complete == (try [UInt8](Data(contentsOf: written)))
      #expect(isComplete)
      let uncut = try await Self.check(written.path, seed: seed, said: steps, durability)
      #expect(uncut.status == 0, "\(uncut.text)")

      var sound = 0
      for round in 0..<Self.rounds {
        let cut = (round + 1) * events.count / Self.rounds
        let sector = round % 2 == 0 ? 512 : 4096
        let path = folder.appending(path: "cut.db").path
        try? FileManager.default.removeItem(atPath: path + "-lock")
        let left = WriteRecording.file(
          start, events, at: cut, sector, losesHeaders: round % 4 == 3, &random)
        try Data(left).write(to: URL(filePath: path))
        let said = events.prefix(cut).reduce(before) { if case .said(let step) = $1 { step } else { $0 } }
        let outcome = try await Self.check(path, seed: seed, said: said, durability)
        if outcome.status == 0 { sound += 1 }
        // Where the file may be lost, an error is an answer, too; a signal or a hang is none anywhere.
        let isAllowed = outcome.status == 0 || durability == "fileMayBeLost" && outcome.status == 1
        #expect(
          isAllowed, "round \(round), cut \(cut) of \(events.count), \(outcome.status): \(outcome.text)")
      }
      print("\(durability): \(events.count) events, \(Self.rounds) cuts, \(sound) files sound")
    }
  }
}
