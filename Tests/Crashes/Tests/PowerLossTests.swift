import Foundation
import Programs
import SeededRandom
import Testing

/// Cuts of power at any moment of what a program was seen to write.
///
/// What is written in which order is taken from strace: after a cut the disk has all that was written before the last
/// flush that came to its end, and any sectors of what was written since.
@Suite(
  .oneAtATime, .serialized, .timeLimit(.minutes(60)),
  .enabled(if: Program.isInstalled("/usr/bin/strace")))
struct PowerLossTests {
  private static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 12

  @Test(arguments: ["index", "migrate"], [512, 4096])
  func `a file that lost power at any recorded moment is before or after`(mode: String, sector: Int)
    async throws
  {
    try await withCrashFolder { folder in
      let (old, new) = (folder.appending(path: "old.db"), folder.appending(path: "new.db"))
      let trace = folder.appending(path: "trace")
      _ = try await crashingProgram("fill", old.path, 600).output()
      try FileManager.default.copyItem(at: old, to: new)
      _ = try await crashingProgram(mode, new.path).traced(new.path, to: trace.path).output()
      let (before, after) = (try FileState(old.path), try FileState(new.path))
      let events = try WriteRecording(trace: trace).events
      let original = try [UInt8](Data(contentsOf: old))
      var random = SplitMix64(seed: UInt64(sector))
      // Nothing was overlooked: all writes together make the file.
      let complete = WriteRecording.complete(original, events)
      #expect(complete == (try [UInt8](Data(contentsOf: new))))

      var ends = [0, 0]
      for round in 0..<Self.rounds {
        let isLast = round == Self.rounds - 1
        let cut = isLast ? events.count : round * (events.count + 1) / Self.rounds
        let bytes = WriteRecording.file(original, events, at: cut, sector, &random)
        let path = folder.appending(path: "cut.db")
        try? FileManager.default.removeItem(atPath: path.path + "-lock")
        try Data(bytes).write(to: path)
        let state = try FileState(path.path)
        #expect(state == before || state == after, "round \(round), cut \(cut) of \(events.count)")
        ends[state == before ? 0 : 1] += 1
        _ = try await crashingProgram(mode, path.path).output()
        #expect(try FileState(path.path) == after, "round \(round), cut \(cut) of \(events.count)")
      }
      print("\(mode), \(sector): \(events.count) events, \(ends[0]) before, \(ends[1]) after")
      #expect(ends[0] > 0 && ends[1] > 0)
    }
  }
}
