import FlatBuffersRuntime
import Foundation
import Programs
import RecordStore
import Testing

/// What LMDB's own tools find in our files. They come with Debian's lmdb-utils.
@Suite(
  .enabled(if: Program.isInstalled("/usr/bin/mdb_dump"), "lmdb-utils is not installed"))
struct ForeignToolTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema)
    try store.write { txn in
      for id in UInt64(1)...300 {
        try txn.put(.init(id: id, name: "name \(id)", team: UInt32(id % 3)), in: .people)
      }
    }
  }

  private func run(_ tool: String, _ arguments: String...) async throws -> [Substring] {
    let program = Program(URL(filePath: "/usr/bin/\(tool)"), ["-n"] + arguments + [folder.file()])
    return try await program.output().split(separator: "\n")
  }

  @Test func mdbStatCountsTheRecordsAndIndexEntries() async throws {
    for name in ["people", "people/peopleByName", "people/peopleByTeam"] {
      let lines = try await run("mdb_stat", "-s", name)
      #expect(lines.contains { $0.hasSuffix("Entries: 300") }, "\(name): \(lines)")
    }
    let notes = try await run("mdb_stat", "-s", "notes")
    #expect(notes.contains { $0.hasSuffix("Entries: 0") })
  }

  @Test func mdbDumpGivesKeysInOrder() async throws {
    let lines = try await run("mdb_dump", "-s", "people").filter { $0.hasPrefix(" ") }
    let keys = stride(from: 0, to: lines.count, by: 2).map { lines[$0].dropFirst() }
    let expected = (1...300).map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    #expect(keys.map(String.init) == expected)
    let entries = try await run("mdb_dump", "-s", "people/peopleByTeam").filter { $0.hasPrefix(" ") }
    let teams = stride(from: 0, to: entries.count, by: 2).map { entries[$0].dropFirst().prefix(16) }
    #expect(teams == teams.sorted() && Set(teams).count == 3)
  }
}
