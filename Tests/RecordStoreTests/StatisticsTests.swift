import Foundation
import Programs
import Testing

@testable import RecordStore

/// The sizes that a store tells, held against LMDB's own tool.
@Suite struct StatisticsTests {
  private func filled() throws -> TestStore {
    let test = try TestStore()
    try test.fill(1...2000)
    try test.store.write { txn in
      try txn.put(.init(id: 5000, name: "large", photo: [UInt8](repeating: 1, count: 100_000)), in: .people)
    }
    for id in UInt64(1)...50 { try test.store.write { txn in _ = try txn.delete(.people, id) } }
    return test
  }

  @Test func `records, entries and pages are counted`() throws {
    let test = try filled()
    let statistics = try test.store.statistics()
    #expect(statistics.tables.map(\.name) == ["people", "notes"])
    let people = try #require(statistics.tables.first)
    #expect(people.records.entries == 1951)
    #expect(people.records.overflowPages == 25)
    #expect(people.indexes.map(\.name) == ["peopleByName", "peopleByTeam", "peopleByEmail"])
    #expect(people.indexes.map(\.entries) == [1951, 1951, 0])
    #expect(statistics.commitNumber == 53)
    #expect(statistics.pages * statistics.pageSize >= statistics.fileSize)
    let trees = statistics.tables.reduce(0) { $0 + $1.pages }
    // Besides them there are two headers, the main and the free tree.
    #expect(trees + statistics.freePages + 2 <= statistics.pages)
    #expect(statistics.maxReaders == 4096)
  }

  @Test(.enabled(if: Program.isInstalled("/usr/bin/mdb_stat"), "lmdb-utils is not installed"))
  func `mdb_stat says the same`() async throws {
    let test = try filled()
    let statistics = try test.store.statistics()
    func stat(_ arguments: String...) async throws -> [String: Int] {
      let program = Program(URL(filePath: "/usr/bin/mdb_stat"), ["-n"] + arguments + [test.store.path])
      return Dictionary(
        try await program.output().split(separator: "\n").compactMap { line in
          let parts = line.split(separator: ":")
          guard parts.count == 2, let number = Int(parts[1].trimmingPrefix { $0 == " " }) else { return nil }
          return (String(parts[0].trimmingPrefix { $0 == " " }), number)
        }
      ) { first, _ in first }
    }
    let environment = try await stat("-e")
    #expect(environment["Number of pages used"] == statistics.pages)
    #expect(environment["Page size"] == statistics.pageSize)
    #expect(environment["Max readers"] == statistics.maxReaders)
    #expect(try await stat("-f")["Free pages"] == statistics.freePages)
    let people = try #require(statistics.tables.first)
    for (name, tree) in [("people", people.records)] + people.indexes.map({ ("people/\($0.name)", $0) }) {
      let found = try await stat("-s", name)
      #expect(found["Entries"] == tree.entries)
      #expect(found["Tree depth"] == tree.depth)
      #expect(found["Leaf pages"] == tree.leafPages)
      #expect(found["Branch pages"] == tree.branchPages)
      #expect(found["Overflow pages"] == tree.overflowPages)
    }
  }
}
