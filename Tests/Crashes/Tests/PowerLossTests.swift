import Foundation
import Programs
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
      var random = CutGenerator(state: UInt64(sector))
      // Nothing was overlooked: all writes together make the file.
      let complete = Self.file(original, events[...], at: events.count, sector, &random)
      #expect(complete == (try [UInt8](Data(contentsOf: new))))

      var ends = [0, 0]
      for round in 0..<Self.rounds {
        let isLast = round == Self.rounds - 1
        let cut = isLast ? events.count : round * (events.count + 1) / Self.rounds
        let bytes = Self.file(original, events[...], at: cut, sector, &random)
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

  /// The file as the disk may have it when power fails after some events.
  private static func file(
    _ original: [UInt8], _ events: ArraySlice<WriteRecording.Event>, at cut: Int, _ sector: Int,
    _ random: inout CutGenerator
  ) -> [UInt8] {
    var bytes = original
    let happened = events.prefix(cut)
    let flushed = happened.lastIndex { if case .flush = $0 { true } else { false } } ?? 0
    let share = Int.random(in: 0...100, using: &random)
    for (index, event) in happened.enumerated() {
      guard case .write(let offset, let written, let isSynchronous) = event else { continue }
      let isSafe = index < flushed || isSynchronous
      var start = offset
      while start < offset + written.count {
        let end = min((start / sector + 1) * sector, offset + written.count)
        if isSafe || Int.random(in: 0..<100, using: &random) < share {
          if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
          bytes.replaceSubrange(start..<end, with: written[(start - offset)..<(end - offset)])
        }
        start = end
      }
    }
    return bytes
  }
}
