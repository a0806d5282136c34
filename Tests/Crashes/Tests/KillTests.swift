import Foundation
import Programs
import RecordStore
import Testing

/// Programs that are killed while they build indexes, migrate, or write: the file is as it was before or as it was to
/// become, never between.
///
/// `Tests/Crashes/run 200` kills each 200 times.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(60))) struct KillTests {
  private static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 12
  private static let rows = 6_000

  @Test(arguments: ["index", "migrate"])
  func `a file is before or after what a killed program did at opening`(mode: String) async throws {
    try await withCrashFolder { folder in
      let original = folder.appending(path: "original.db").path
      _ = try await crashingProgram("fill", original, Self.rows).output()
      let before = try FileState(original)
      let finished = folder.appending(path: "finished.db").path
      try FileManager.default.copyItem(atPath: original, toPath: finished)
      let start = ContinuousClock.now
      _ = try await crashingProgram(mode, finished).output()
      let duration = ContinuousClock.now - start
      let after = try FileState(finished)
      #expect(after != before)
      #expect(after.indexes.values.allSatisfy { $0 == Self.rows })

      var ends = [0, 0]
      for round in 0..<Self.rounds {
        let path = folder.appending(path: "killed.db").path
        for name in [path, path + "-lock"] { try? FileManager.default.removeItem(atPath: name) }
        try FileManager.default.copyItem(atPath: original, toPath: path)
        // Spread over the whole time, and a little beyond it.
        try await crashingProgram(mode, path).runKilled(after: duration * (round + 1) / Self.rounds * 11 / 10)
        let state = try FileState(path)
        #expect(state == before || state == after, "round \(round)")
        ends[state == before ? 0 : 1] += 1
        _ = try await crashingProgram(mode, path).output()
        #expect(try FileState(path) == after, "round \(round)")
      }
      print("\(mode): killed \(Self.rounds) times, \(ends[0]) before, \(ends[1]) after")
      #expect(ends[0] > 0)
    }
  }

  @Test func `what a killed writer said was stored is there, with its indexes`() async throws {
    try await withCrashFolder { folder in
      var heard = 0
      for round in 0..<Self.rounds {
        let path = folder.appending(path: "writer\(round).db").path
        let output = try await crashingProgram("write", path, 1_000_000).runKilled(
          after: .milliseconds(60 + 37 * (round % 20)))
        let said = output.split(separator: "\n").compactMap { UInt64($0) }.last ?? 0
        guard FileManager.default.fileExists(atPath: path) else { continue }
        let (number, rows, indexes): (UInt64, Int, [String: Int])
        do {
          let inspection = try Store.inspect(path: path)
          guard let table = inspection.table(named: "things") else { continue }
          number = inspection.commitNumber
          rows = table.count
          indexes = Dictionary(uniqueKeysWithValues: table.indexes.map { ($0.name, $0.count) })
          #expect(inspection.isTrusted)
        }
        // The last commit may be one that it did not come to speak of.
        // One that said nothing may have made the file, and its first row, or neither.
        #expect((said == 0 ? 0...2 : said...said + 1).contains(number), "said \(said), found \(number)")
        if said > 0 { heard += 1 }
        #expect(indexes == ["byName": rows, "byNumber": rows, "byTeam": rows], "round \(round)")
      }
      print("write: killed \(Self.rounds) times, \(heard) after it spoke of commits")
      #expect(heard > 0)
    }
  }

  @Test func `an old program keeps the indexes that a new one built`() async throws {
    try await withCrashFolder { folder in
      let path = folder.appending(path: "shared.db").path
      _ = try await crashingProgram("fill", path, 500).output()
      _ = try await crashingProgram("index", path).output()
      _ = try await crashingProgram("read", path).output()
      let state = try FileState(path)
      #expect(state.count == 500)
      #expect(state.indexes == ["byName": 500, "byNumber": 500, "byTeam": 500])
      #expect(state.isTrusted)
    }
  }

  @Test func `an old program that has the file open keeps the indexes that a new one builds`() async throws {
    try await withCrashFolder { folder in
      let path = folder.appending(path: "shared.db").path
      _ = try await crashingProgram("fill", path, 500).output()
      let old = try await crashingProgram("together", path).run { line in
        guard line == "open" else { return false }
        _ = try await crashingProgram("index", path).output()
        _ = FileManager.default.createFile(atPath: path + ".go", contents: nil)
        return false
      }
      #expect(old.status == 0, "\(old.text)")
      let state = try FileState(path)
      #expect(state.count == 500)
      #expect(state.indexes == ["byName": 500, "byNumber": 500, "byTeam": 500])
      #expect(state.isTrusted)
    }
  }

  @Test func `an old program that has the file open throws when a new one migrates it`() async throws {
    try await withCrashFolder { folder in
      let path = folder.appending(path: "shared.db").path
      _ = try await crashingProgram("fill", path, 50).output()
      let old = try await crashingProgram("together", path).run { line in
        guard line == "open" else { return false }
        _ = try await crashingProgram("migrate", path).output()
        _ = FileManager.default.createFile(atPath: path + ".go", contents: nil)
        return false
      }
      #expect(old.status != 0)
      #expect(old.text.contains("table things was migrated by number 1 ('ids become codes')"), "\(old.text)")
      #expect(try FileState(path).count == 50)
    }
  }

  @Test(arguments: [(300, "later"), (60_000, "at once")])
  func `opening waits for another writer as long as it is told`(limit: Int, time: String) async throws {
    try await withCrashFolder { folder in
      let path = folder.appending(path: "held.db").path
      _ = try await crashingProgram("fill", path, 100).output()
      var waited = ""
      _ = try await crashingProgram("hold", path).run { line in
        guard line == "holding" else { return false }
        waited = try await crashingProgram("wait", path, limit).run { line in
          // The other one goes on once it was waited for, or given up.
          if line.contains("waitingForOtherWriter") || line.contains("has been writing for 0.3 seconds") {
            _ = FileManager.default.createFile(atPath: path + ".go", contents: nil)
          }
          return false
        }.text
        return false
      }
      #expect(waited.contains("waitingForOtherWriter") == (limit > 1000), "\(waited)")
      #expect(waited.contains("has been writing for 0.3 seconds") == (limit < 1000), "\(waited)")
      #expect(waited.contains("opened \(time), built 3"), "\(waited)")
    }
  }
}
