import Foundation
import Programs
import Testing

/// Cuts of power while indexes are built or a migration runs.
///
/// With full durability LMDB writes all pages of a commit to places that nothing refers to, waits for the disk, and then
/// writes one header of 120 bytes. So after a cut the file has its old headers and any part of the new pages, in sectors
/// of the disk, or, once the disk has them all, the new header, too.
@Suite(.serialized, .timeLimit(.minutes(60))) struct PowerLossTests {
  private static let rounds =
    (ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 12) * 2
  private static let pageSize = 4096
  private static let headers = 2

  @Test(arguments: ["index", "migrate"], [512, 4096])
  func `a file that lost power is before or after`(mode: String, sector: Int) async throws {
    try await withCrashFolder { folder in
      let (old, new) = (folder.appending(path: "old.db"), folder.appending(path: "new.db"))
      _ = try await crashingProgram("fill", old.path, 1500).output()
      try FileManager.default.copyItem(at: old, to: new)
      _ = try await crashingProgram(mode, new.path).output()
      let (before, after) = (try FileState(old.path), try FileState(new.path))
      let (oldBytes, newBytes) = (try [UInt8](Data(contentsOf: old)), try [UInt8](Data(contentsOf: new)))
      var random = CutGenerator(state: UInt64(sector))

      for round in 0..<Self.rounds {
        // The disk took any of the new sectors, in any order: few of them in one round, most of them in another.
        var bytes = oldBytes
        if newBytes.count > bytes.count {
          let length = Int.random(in: bytes.count...newBytes.count, using: &random)
          bytes += [UInt8](repeating: 0, count: length - bytes.count)
        }
        let share = Int.random(in: 0...100, using: &random)
        var start = Self.headers * Self.pageSize
        while start < min(bytes.count, newBytes.count) {
          let end = min(start + sector, bytes.count, newBytes.count)
          if Int.random(in: 0..<100, using: &random) < share {
            bytes.replaceSubrange(start..<end, with: newBytes[start..<end])
          }
          start = end
        }
        let path = folder.appending(path: "cut.db")
        try? FileManager.default.removeItem(atPath: path.path + "-lock")
        try Data(bytes).write(to: path)
        #expect(try FileState(path.path) == before, "round \(round)")
        _ = try await crashingProgram(mode, path.path).output()
        #expect(try FileState(path.path) == after, "round \(round)")
      }
    }
  }
}
