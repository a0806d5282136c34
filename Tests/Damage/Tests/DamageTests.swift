import Foundation
import Programs
import Testing

/// Programs that use damaged files: they end by themselves, with an error or with the right rows.
///
/// `Tests/Damage/run 1000` damages a file 1000 times.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(60))) struct DamageTests {
  private static let rounds = ProcessInfo.processInfo.environment["DAMAGE_ROUNDS"].flatMap { Int($0) } ?? 48

  @Test(
    "A damaged file is read to an error or the right rows, and written to an error or the end",
    arguments: ["compacted", "plain"])
  func damages(_ base: String) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "damage-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let original = folder.appending(path: "original.db")
    _ = try await Program(built: "DamagedFileProgram", ["make", original.path, base]).output()
    let bytes = [UInt8](try Data(contentsOf: original))
    #expect(try await use(["read", original.path, "0"]) == "0 errors, 0 faults\nstatus 0\n")
    let whole = folder.appending(path: "whole.db").path
    try Data(bytes).write(to: URL(filePath: whole))
    #expect(try await use(["write", whole]) == "0 errors\nstatus 0\n")

    var sound = 0
    for round in 0..<Self.rounds {
      let kinds = DamageGenerator.Kind.allCases
      var generator = DamageGenerator(seed: UInt64(round))
      let damage = generator.damage(bytes, kinds[round % kinds.count])
      let path = folder.appending(path: "damaged.db").path
      for arguments in [["read", path, "\(damage.damagedBytes)"], ["write", path]] {
        for name in [path, path + "-lock"] { try? FileManager.default.removeItem(atPath: name) }
        try Data(damage.bytes).write(to: URL(filePath: path))
        let text = try await use(arguments)
        #expect(
          text.hasSuffix("status 0\n"),
          "\(arguments[0]) \(base), round \(round): \(kinds[round % kinds.count]), \(damage.description): \(text)"
        )
        if text.contains(", 0 faults") { sound += 1 }
      }
    }
    print("\(base): damaged \(Self.rounds) times, \(sound) of which no page shows")
  }

  /// What the program printed, and its exit status: 124 if it did not end, above 128 if a signal ended it.
  private func use(_ arguments: [String]) async throws -> String {
    let command = "timeout 60 \"$0\" \"$@\"; echo \"status $?\""
    return try await Program(
      named: "bash", ["-c", command, Program.path(built: "DamagedFileProgram")] + arguments
    ).output()
  }
}
