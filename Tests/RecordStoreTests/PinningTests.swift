import FlatBuffersRuntime
import LMDB
import RecordStore
import SharedBytes
import Testing

@Suite struct PinningTests {
  @Test func aPinnedRecordOutlivesItsOverwriting() throws {
    let test = try TestStore()
    let photo = [UInt8](repeating: 1, count: 2000)
    try test.store.write { txn in
      for id in UInt64(1)...100 { try txn.put(.init(id: id, name: "name \(id)", photo: photo), in: .people) }
    }
    let pinned = try #require(try test.store.pin(.people, 50))
    for _ in 0..<20 {
      try test.store.write { txn in
        for id in UInt64(1)...100 { try txn.put(.init(id: id, name: "changed"), in: .people) }
      }
    }
    #expect(pinned.record.name.description == "name 50")
    let missing = try test.store.pin(.people, 1000)
    #expect(missing == nil)
  }

  @Test func aPinnedRecordKeepsTheFileOpen() throws {
    let folder = try TestFolder()
    var store: Store? = try Store(path: folder.file(), schema: PeopleSchema.schema, options: TestStore.fast)
    let photo = [UInt8](repeating: 1, count: 2000)
    try store?.write { txn in try txn.put(.init(id: 1, name: "pinned", photo: photo), in: .people) }
    var pinned = try store?.pin(.people, 1)
    store?.close()
    store = nil
    #expect(pinned?.record.name.description == "pinned")
    let error = storeError { _ = try Store(path: folder.file(), schema: PeopleSchema.schema) }
    #expect(error?.database?.code == .alreadyOpen)
    pinned = nil
    let again = try Store(path: folder.file(), schema: PeopleSchema.schema)
    let name = try again.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "pinned")
  }

  @Test func pinnedRecordsArePutAsTheyAre() throws {
    let test = try TestStore()
    try test.fill(1...3)
    let pinned = try #require(try test.store.pin(.people, 2))
    let other = try TestStore()
    try other.store.write { txn in try txn.put(pinned, in: .people) }
    let copied = try #require(try other.store.pin(.people, 2))
    #expect(copied.bytes == pinned.bytes)
    try other.store.write { txn in try txn.put(copied.record, in: .people) }
    let count = try other.store.read { txn in try txn.count(.people) }
    #expect(count == 1)
  }

  @Test func aReaderKeepsItsSnapshotUntilItEnds() throws {
    let test = try TestStore()
    try test.fill(1...1)
    let reader = try test.store.makeReader()
    func name() throws -> String? {
      try reader.read { snapshot in try snapshot.get(.people, 1)?.name.description }
    }
    try reader.begin()
    try test.store.write { txn in try txn.put(.init(id: 1, name: "new"), in: .people) }
    #expect(try name() == "name 1")
    #expect(reader.isActive)
    reader.end()
    #expect(!reader.isActive)
    #expect(try name() == "new")
    // An end within a read waits for the read.
    try reader.read { snapshot in
      let person = try snapshot.get(.people, 1)
      reader.end()
      #expect(reader.isActive)
      let text = person?.name.description
      #expect(text == "new")
    }
    #expect(!reader.isActive)
  }

  @Test("Records are pinned by an index, too")
  func pinnedByIndex() throws {
    let test = try TestStore()
    try test.fill(1...6)
    try test.store.write { txn in try txn.put(.init(id: 9, name: "nine", email: "n@x"), in: .people) }
    let pinned = try [
      test.store.pin(by: .peopleByEmail, "n@x")?.draft.id, test.store.pin(by: .peopleByTeam, 2)?.draft.id,
      test.store.pin(by: .peopleByName, "nobody")?.draft.id,
    ]
    #expect(pinned == [9, 2, nil])
  }

  @Test("The records of a range share one read transaction")
  func pinnedRanges() throws {
    let test = try TestStore(TestStore.options { $0.maxReaders = 4 })
    try test.fill(1...100)
    var pinned = try test.store.pinRows(.people, KeyRange.after(40), limit: 50)
    let byTeam = try test.store.pinRows(by: .peopleByTeam, 1...1, order: .descending)
    try test.store.write { txn in
      for id in UInt64(1)...100 { try txn.put(.init(id: id, name: "changed"), in: .people) }
    }
    #expect(pinned.map { $0.draft.name } == (41...90).map { "name \($0)" })
    #expect(byTeam.first?.draft.id == 100)
    #expect(byTeam.count == 34)
    pinned.removeFirst(49)
    #expect(pinned[0].draft.id == 90)
  }
}
