import FlatBuffersRuntime
import Foundation
import RecordStore
import Testing

/// What LMDB's own tools find in our files. They come with Debian's lmdb-utils.
@Suite(
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mdb_dump")
      || ProcessInfo.processInfo.environment["CI"] != nil, "lmdb-utils is not installed"))
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

  private func run(_ tool: String, _ arguments: String...) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/\(tool)")
    process.arguments = ["-n"] + arguments + [folder.file()]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  @Test func mdbStatCountsTheRecordsAndIndexEntries() throws {
    for name in ["people", "people/peopleByName", "people/peopleByTeam"] {
      let lines = try run("mdb_stat", "-s", name)
      #expect(lines.contains { $0.hasSuffix("Entries: 300") }, "\(name): \(lines)")
    }
    #expect(try run("mdb_stat", "-s", "notes").contains { $0.hasSuffix("Entries: 0") })
  }

  @Test func mdbDumpGivesKeysInOrder() throws {
    let lines = try run("mdb_dump", "-s", "people").filter { $0.hasPrefix(" ") }
    let keys = stride(from: 0, to: lines.count, by: 2).map { lines[$0].dropFirst() }
    let expected = (1...300).map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    #expect(keys.map(String.init) == expected)
    let entries = try run("mdb_dump", "-s", "people/peopleByTeam").filter { $0.hasPrefix(" ") }
    let teams = stride(from: 0, to: entries.count, by: 2).map { entries[$0].dropFirst().prefix(16) }
    #expect(teams == teams.sorted() && Set(teams).count == 3)
  }
}
