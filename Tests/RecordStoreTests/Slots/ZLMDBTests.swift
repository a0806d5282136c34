import FlatBuffersRuntime
import Foundation
import LMDB
import Programs
import Testing

@testable import RecordStore

/// Files that PyPI's zlmdb makes, reads and writes.
@Suite(.timeLimit(.minutes(10))) struct ZLMDBTests {
  private let folder: TestFolder
  private let zlmdb: ZLMDBProgram

  init() async throws {
    folder = try TestFolder()
    zlmdb = try await ZLMDBProgram(folder.file("db"))
  }

  /// What zLMDB says of a file.
  private struct Shown: Decodable {
    struct Row: Decodable, Equatable {
      let id: UInt64
      let name: String
      let team: UInt32
    }

    struct Table: Decodable {
      let oid: String
      let name: String
      let description: String?
      let tags: [String]?
      let creator: String
      let slot: UInt16
    }

    let people: [Row]
    let tables: [Table]
  }

  private func shown() async throws -> Shown {
    try JSONDecoder().decode(Shown.self, from: try await zlmdb.run("show"))
  }

  private func open() throws -> SlotStore { try SlotStore(path: zlmdb.folder, options: .existing) }

  @Test("a file of zLMDB is listed and read: FlatBuffers, JSON and CBOR")
  func reading() async throws {
    try await zlmdb.run("make")
    let store = try open()
    let tables = try store.tables
    #expect(tables.map(\.slot) == [1, 2, 3])
    #expect(tables.map(\.name) == ["People", "Settings", "Events"])
    #expect(tables.first?.description == "People by number." && tables.first?.creator == "unknown")
    try store.read { txn in
      var rows = try txn.rows(.people)
      var ids: [UInt64] = []
      while let row = try rows.next() {
        let (id, name, team) = (row.record.id, row.record.name.description, row.record.team)
        #expect(id == row.key && name == "name \(id)" && team == UInt32(id % 3))
        ids.append(row.key)
      }
      #expect(ids == Array(1...100))
      let window = try #require(try txn.get(.settings, "window"))
      #expect(window["width"] == .integer(640) && window["scale"] == .real(1.5))
      #expect(window["title"] == .string("Ä\n😀") && window["tags"] == .array([.bool(true), .null]))
      let event = try #require(try txn.get(.events, "00000000-0000-0000-0000-000000000005"))
      #expect(event["at"] == .integer(1 << 40) && event["negative"] == .integer(-500))
      #expect(event["body"] == .bytes([1, 2]) && event["half"] == .real(0.5))
      var settings: [String] = []
      try txn.forEach(.settings) { key, _ in settings.append(key) }
      let counts = try (txn.count(.settings), txn.count(.events))
      #expect(settings == ["window"] && counts == (1, 1))
      // Read as what it is not.
      let wrong = SlotValueTable<String>(SlotValueTable<String>.settings.id, .cbor)
      let error = storeError { _ = try txn.get(wrong, "window") }
      #expect(error?.code == .invalidRecord)
    }
  }

  @Test("zLMDB reads a file that was made here, and finds its own table in it")
  func writtenHere() async throws {
    do {
      let store = try SlotStore(path: zlmdb.folder, options: TestStore.fast)
      try await blocking {
        try store.write { txn in
          try txn.attach(SlotTable<Person, UInt64>.pets.id, name: "Pets", tags: ["small"])
          try txn.attach(SlotTable<Person, UInt64>.people.id, name: "People", description: "Ä")
          try txn.put(3, .init(id: 3, name: "Ann", team: 9), in: .people)
          try txn.put(1, .init(id: 1, name: "Bo"), in: .people)
        }
      }
    }
    let shown = try await shown()
    #expect(shown.people == [.init(id: 1, name: "Bo", team: 0), .init(id: 3, name: "Ann", team: 9)])
    #expect(shown.tables.map(\.slot) == [1, 2] && shown.tables.map(\.name) == ["Pets", "People"])
    #expect(shown.tables.map(\.tags) == [["small"], nil] && shown.tables.map(\.description) == [nil, "Ä"])
    #expect(shown.tables.map(\.oid).last == SlotTable<Person, UInt64>.people.id.description)
  }

  @Test("rows that were changed here are those that zLMDB finds, and the other way round")
  func changes() async throws {
    try await zlmdb.run("make")
    let store = try open()
    try await blocking {
      try store.write { txn in
        try txn.put(7, .init(id: 7, name: "Ann", team: 9), in: .people)
        try txn.delete(.people, 8)
      }
    }
    let shown = try await shown()
    #expect(shown.people.count == 99 && shown.people[6] == .init(id: 7, name: "Ann", team: 9))
    // Its truncate takes the tables behind along: that is found here as it is.
    try await zlmdb.run("truncate")
    let counts = try store.read { txn in try (txn.count(.people), txn.count(.settings)) }
    #expect(counts == (0, 0))
  }

  @Test("both write at once without damage: a test of two seconds, or of as many as SLOT_CHURN_SECONDS says")
  func atOnce() async throws {
    let seconds = ProcessInfo.processInfo.environment["SLOT_CHURN_SECONDS"].flatMap(Double.init) ?? 2
    try await zlmdb.run("make")
    let store = try open()
    let outcome = try await zlmdb.run("churn", "\(seconds)") {
      let end = ContinuousClock.now + .seconds(seconds)
      var round = 0
      while ContinuousClock.now < end {
        try store.write { txn in
          for id in stride(from: UInt64(1), to: 100, by: 2) {
            try txn.put(id, .init(id: id, name: "swift \(round)"), in: .people)
          }
        }
        try store.read { txn in
          for parity in [1, 2] as [UInt64] {
            var names: Set<String> = []
            for id in stride(from: parity, through: 100, by: 2) {
              if let name = try txn.get(.people, id)?.name.description { names.insert(name) }
            }
            #expect(names.count == 1 || names.contains { $0.hasPrefix("name ") })
          }
        }
        round += 1
      }
      #expect(round > 0)
    }
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(try store.read { txn in try txn.count(.people) } == 100)
    store.close()
    #expect(try await shown().people.count == 100)
  }

  @Test("a file of LMDB 1.0, as zLMDB makes it by default, is an error that says what to do")
  func modern() async throws {
    try await zlmdb.run("modern")
    let error = storeError { _ = try open() }
    #expect(error?.database?.code == .versionMismatch)
    #expect(error?.message.contains("lib_version=\"0.9\"") == true)
  }
}
