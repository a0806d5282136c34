import Foundation
import Programs
import RecordStore
import Testing

/// Programs that are killed while they build indexes, migrate, or write: the file is as it was before or as it was to
/// become, never between.
///
/// `Tests/Crashes/run 200` kills each 200 times.
@Suite(.serialized, .timeLimit(.minutes(60))) struct KillTests {
  private static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 12
  private static let rows = 6_000

  /// What a file holds, as far as a killed program could have changed it.
  private struct State: Equatable {
    var key: String
    var count: Int
    var indexes: [String: Int]
    var migrations: [Int]
    var others: [String]
    var isTrusted: Bool
    /// All rows as JSON-like text, in order.
    var rows: Int

    init(_ path: String) throws {
      let inspection = try Store.inspect(path: path)
      let table = try #require(inspection.table(named: "things"))
      key = table.key
      count = table.count
      indexes = Dictionary(uniqueKeysWithValues: table.indexes.map { ($0.name, $0.count) })
      migrations = inspection.migrations.map(\.number)
      others = inspection.otherDatabases
      isTrusted = inspection.isTrusted
      var hasher = Hasher()
      try inspection.forEachRow(of: "things") { key, row in
        hasher.combine(key)
        hasher.combine(row["number"]?.value(as: Int32.self))
        hasher.combine(row["name"]?.text)
      }
      rows = hasher.finalize()
    }
  }

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  private func program(_ mode: String, _ path: String, _ count: Int = 0) -> Program {
    Program(built: "CrashingProgram", [mode, path, String(count)])
  }

  @Test(arguments: ["index", "migrate"])
  func `a file is before or after what a killed program did at opening`(mode: String) async throws {
    try await withFolder { folder in
      let original = folder.appending(path: "original.db").path
      _ = try await program("fill", original, Self.rows).output()
      let before = try State(original)
      let finished = folder.appending(path: "finished.db").path
      try FileManager.default.copyItem(atPath: original, toPath: finished)
      let start = ContinuousClock.now
      _ = try await program(mode, finished).output()
      let duration = ContinuousClock.now - start
      let after = try State(finished)
      #expect(after != before)
      #expect(after.indexes.values.allSatisfy { $0 == Self.rows })

      var ends = [0, 0]
      for round in 0..<Self.rounds {
        let path = folder.appending(path: "killed.db").path
        for name in [path, path + "-lock"] { try? FileManager.default.removeItem(atPath: name) }
        try FileManager.default.copyItem(atPath: original, toPath: path)
        // Spread over the whole time, and a little beyond it.
        try await program(mode, path).runKilled(after: duration * (round + 1) / Self.rounds * 11 / 10)
        let state = try State(path)
        #expect(state == before || state == after, "round \(round)")
        ends[state == before ? 0 : 1] += 1
        _ = try await program(mode, path).output()
        #expect(try State(path) == after, "round \(round)")
      }
      print("\(mode): killed \(Self.rounds) times, \(ends[0]) before, \(ends[1]) after")
      #expect(ends[0] > 0)
    }
  }

  @Test func `what a killed writer said was stored is there, with its indexes`() async throws {
    try await withFolder { folder in
      for round in 0..<Self.rounds {
        let path = folder.appending(path: "writer\(round).db").path
        let output = try await program("write", path, 1_000_000).runKilled(
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
        #expect((max(said, 1)...said + 1).contains(number) || said == 0, "said \(said), found \(number)")
        #expect(indexes == ["byName": rows, "byNumber": rows, "byTeam": rows], "round \(round)")
      }
    }
  }

  @Test func `an old program keeps the indexes that a new one built`() async throws {
    try await withFolder { folder in
      let path = folder.appending(path: "shared.db").path
      _ = try await program("fill", path, 500).output()
      _ = try await program("index", path).output()
      _ = try await program("read", path).output()
      let state = try State(path)
      #expect(state.count == 500)
      #expect(state.indexes == ["byName": 500, "byNumber": 500, "byTeam": 500])
      #expect(state.isTrusted)
    }
  }
}
