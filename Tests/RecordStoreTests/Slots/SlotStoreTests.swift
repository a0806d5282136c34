import FlatBuffersRuntime
import Foundation
import LMDB
import Testing

@testable import RecordStore

/// Files of zLMDB, without zLMDB.
@Suite struct SlotStoreTests {
  private let folder: TestFolder
  private let store: SlotStore
  private var path: String { folder.file("zlmdb") }

  init() throws {
    folder = try TestFolder()
    store = try SlotStore(path: folder.file("zlmdb"), options: TestStore.fast)
    try store.write { txn in
      try txn.attach(SlotTable<Person, UInt64>.people.id, name: "People", tags: ["a", "b"])
      for id in UInt64(1)...300 {
        try txn.put(id, .init(id: id, name: "name \(id)", photo: [1, 2, 3]), in: .people)
      }
      try txn.attach(SlotTable<Person, UInt64>.pets.id, name: "Pets", description: "behind")
      try txn.put(5, .init(id: 5, name: "Rex"), in: .pets)
    }
  }

  private func put(raw key: [UInt8], _ value: [UInt8]) throws {
    try store.environment.write { txn throws in
      unsafe try txn.put(key.span.bytes, value.span.bytes, in: .main)
    }
  }

  @Test("a new file is a folder with the files of LMDB, in which tables have the slots from 1 on")
  func layout() throws {
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: path)) == ["data.mdb", "lock.mdb"])
    let tables = try store.tables
    #expect(tables.map(\.slot) == [1, 2] && tables.map(\.name) == ["People", "Pets"])
    #expect(tables.map(\.tags) == [["a", "b"], []] && tables.map(\.description) == [nil, "behind"])
    #expect(tables.map(\.creator) == ["flatwire", "flatwire"])
    store.close()
    let again = try SlotStore(path: path)
    #expect(try again.tables == tables)
  }

  @Test("records are found, missed, replaced and deleted by their keys")
  func rows() throws {
    try store.write { txn in
      try txn.put(7, .init(id: 7, name: "new"), in: .people)
      let isGone = try txn.delete(.people, 8)
      let wasThere = try txn.delete(.people, 1000)
      let own = try txn.get(.people, 7)?.name.description
      #expect(isGone && !wasThere && own == "new")
    }
    try store.read { txn in
      let names = try [7, 9].map { try txn.get(.people, $0)?.name.description }
      #expect(names == ["new", "name 9"])
      let missing = try txn.get(.people, 8)?.id
      let pet = try txn.get(.pets, 5)?.name.description
      let counts = try (txn.count(.people), txn.count(.pets))
      #expect(missing == nil && pet == "Rex" && counts == (299, 1))
    }
  }

  @Test(
    "rows are walked in both orders, and stay within their table",
    arguments: [KeyOrder.ascending, .descending])
  func walks(order: KeyOrder) throws {
    func keys(_ start: UInt64?, _ end: UInt64?, of table: SlotTable<Person, UInt64> = .people) throws
      -> [UInt64]
    {
      try store.read { txn in
        var keys: [UInt64] = []
        var rows = try txn.rows(table, from: start, before: end, order: order)
        while let row = try rows.next() {
          let id = row.record.id
          #expect(id == row.key)
          keys.append(row.key)
        }
        return order == .ascending ? keys : keys.reversed()
      }
    }
    #expect(try keys(nil, nil) == Array(1...300))
    #expect(try keys(290, nil) == Array(290...300))
    #expect(try keys(nil, 3) == [1, 2])
    #expect(try keys(3, 5) == [3, 4])
    #expect(try keys(5, 5) == [] && keys(301, nil) == [] && keys(6, nil, of: .pets) == [])
    #expect(try keys(nil, nil, of: .pets) == [5])
  }

  @Test("truncating a table leaves those behind it, which zLMDB's own does not")
  func truncating() throws {
    try store.write { txn in
      let deleted = try txn.truncate(.people)
      #expect(deleted == 300)
    }
    let counts = try store.read { txn in try (txn.count(.people), txn.count(.pets)) }
    #expect(counts == (0, 1))
    #expect(try store.tables.count == 2)
  }

  @Test("a table is attached once, behind all slots that are described or in use")
  func attaching() throws {
    let pets = SlotTable<Person, UInt64>.pets.id
    try put(raw: [0, 9, 1], [1])
    let slots = try store.write { txn in
      [
        try txn.attach(pets, name: "again"),
        try txn.attach("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e10", name: "third"),
      ]
    }
    #expect(slots == [2, 10])
    try put(raw: [0xFF, 0xFF, 1], [1])
    let error = storeError {
      try store.write { txn in _ = try txn.attach("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e11", name: "no") }
    }
    #expect(error?.code == .catalog)
  }

  @Test("what is in the table and no record of it is an error with its key, and no crash")
  func damagedRows() throws {
    let key: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 0, 0, 7]
    for value in [[], [1], Array(repeating: 0xEE, count: 64)] as [[UInt8]] {
      try put(raw: key, value)
      let error = storeError { try store.read { txn in _ = try txn.get(.people, 7) } }
      #expect(error?.code == .invalidRecord)
      #expect(error?.message.contains("slot 1, key 0x0000000000000007") == true)
    }
    try put(raw: [0, 1, 5], [])
    let error = storeError {
      try store.read { txn in
        var rows = try txn.rows(.people)
        while try rows.next() != nil {}
      }
    }
    #expect(error?.code == .invalidRecord)
  }

  @Test(
    "descriptions that are none are an error that names the slot",
    arguments: [[], [0xA0], [0xFF], [0x61, 0x61]] as [[UInt8]])
  func damagedDescriptions(value: [UInt8]) throws {
    try put(raw: [0, 0, 0, 2], value)
    #expect(storeError { _ = try store.tables }?.message.contains("slot 2") == true)
    let error = storeError { try store.read { txn in _ = try txn.get(.pets, 7) } }
    #expect(error?.code == .catalog || error?.code == .invalidRecord)
  }

  @Test("a table that is not attached is an error that names those that are")
  func unknown() throws {
    let other = SlotTable<Person, UInt64>("00000000-0000-0000-0000-000000000009")
    let error = storeError { try store.read { txn in _ = try txn.get(other, 7) } }
    #expect(error?.code == .unknownTable)
    #expect(error?.message.contains("People (7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01)") == true)
  }

  @Test("a table that another program detached and attached again is found in its new slot")
  func moved() throws {
    let before = try store.read { txn in try txn.get(.pets, 5)?.name.description }
    try store.environment.write { txn throws in
      let key: [UInt8] = [0, 0, 0, 2]
      _ = unsafe try txn.delete(key.span.bytes, in: .main)
    }
    #expect(storeError { try store.read { txn in _ = try txn.get(.pets, 5) } }?.code == .unknownTable)
    try store.write { txn in
      let slot = try txn.attach(SlotTable<Person, UInt64>.pets.id, name: "Pets")
      #expect(slot == 3)
    }
    let after = try store.read { txn in try txn.get(.pets, 5)?.name.description }
    #expect(before == "Rex" && after == nil)
  }

  @Test("keys that are too long are not found, and not put")
  func longKeys() throws {
    let table = SlotTable<Person, String>(SlotTable<Person, UInt64>.pets.id)
    let long = String(repeating: "x", count: 510)
    let found = try store.read { txn in try txn.get(table, long)?.id }
    #expect(found == nil)
    #expect(
      storeError { try store.write { txn in try txn.put(long, .init(id: 1, name: ""), in: table) } }?.code
        == .key)
  }

  @Test("a write that throws changes nothing")
  func undone() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.write { txn in
        try txn.truncate(.people)
        throw Stop()
      }
    }
    #expect(try store.read { txn in try txn.count(.people) } == 300)
  }

  @Test("a store's file is no file of zLMDB, and a missing one is not made unless asked for")
  func otherFiles() throws {
    let missing = storeError { _ = try SlotStore(path: folder.file("missing")) }
    #expect(missing?.database?.code == .missing || missing?.database?.code == .notAFile)
    #expect(!FileManager.default.fileExists(atPath: folder.file("missing")))
    let below = storeError { _ = try SlotStore(path: folder.file("a/b"), options: TestStore.fast) }
    #expect(below?.message.contains("a/b") == true)
    let error = storeError { _ = try Store(path: path, schema: PeopleSchema.schema) }
    #expect(error?.database?.code == .alreadyOpen)
    store.close()
    let foreign = storeError { _ = try Store(path: path, schema: PeopleSchema.schema) }
    #expect(foreign?.message.contains("SlotStore") == true)
  }
}
