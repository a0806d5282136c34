import FlatBuffersRuntime

import RecordStore
import SharedBytes
import Testing

@Suite struct ReadingTests {
  @Test func aRecordIsReadAsItWasPut() throws {
    let test = try TestStore()
    let ann = Person.Draft(id: 7, name: "Ann", team: 1, email: "ann@example.com", photo: [1, 2, 3])
    try test.store.write { txn in try txn.put(ann, in: .people) }
    let name = try test.store.read { txn in try txn.get(.people, 7)?.name.description }
    #expect(name == "Ann")
    let draft = try test.store.read { txn in try txn.get(.people, 7)?.draft }
    #expect(draft == ann)
    let missing = try test.store.read { txn in try txn.get(.people, 8)?.draft }
    #expect(missing == nil)
  }

  @Test func stringKeys() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(title: "", text: "empty"), in: .notes)
      try txn.put(.init(title: "a\0b", text: "zero"), in: .notes)
    }
    let texts = try test.store.read { txn in
      [try txn.get(.notes, "")?.text?.description, try txn.get(.notes, "a\0b")?.text?.description]
    }
    #expect(texts == ["empty", "zero"])
    let long = try test.store.read { txn in try txn.get(.notes, String(repeating: "x", count: 9000))?.draft }
    #expect(long == nil)
  }

  @Test func aSnapshotDoesNotSeeLaterWrites() throws {
    let test = try TestStore()
    try test.fill(1...1)
    let names = try test.store.read { txn in
      let before = try txn.get(.people, 1)?.name.description
      try test.store.write { txn in try txn.put(.init(id: 1, name: "new"), in: .people) }
      return [before, try txn.get(.people, 1)?.name.description]
    }
    #expect(names == ["name 1", "name 1"])
    let now = try test.store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(now == "new")
  }

  @Test func aStoreIsReadAfterReopening() throws {
    let folder = try TestFolder()
    do {
      let store = try Store(path: folder.file(), schema: PeopleSchema.schema)
      try store.write { txn in try txn.put(.init(id: 1, name: "kept"), in: .people) }
    }
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: .readOnly)
    let name = try store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "kept")
    let error = storeError { try store.write { txn in try txn.put(.init(id: 2, name: "no"), in: .people) } }
    #expect(error?.code == .readOnly)
  }

  @Test func recordBytesAreThoseStored() throws {
    let test = try TestStore()
    let buffer = try RecordBuffer<Person>(.init(id: 5, name: "Eve"))
    try test.store.write { txn in try txn.put(buffer, in: .people) }
    try test.store.read { txn in
      let person = try #require(try txn.get(.people, 5)?.recordBytes?.byteCount)
      #expect(person % 8 == 0)
      #expect(person - buffer.bytes.count < 8)
    }
  }

  @Test func manyThreadsReadAtOnce() async throws {
    let test = try TestStore()
    try test.fill(0..<500)
    let store = test.store
    try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<16 {
        group.addTask {
          var found = 0
          for step in 0..<500 {
            let id = UInt64((step * 7 + task) % 500)
            let name = try store.read { txn in try txn.get(.people, id)?.name.description }
            if name == "name \(id)" { found += 1 }
          }
          return found
        }
      }
      for try await found in group { #expect(found == 500) }
    }
  }

  @Test func verifyOnReadFindsWhatIsNoRecord() throws {
    var options = TestStore.fast
    options.verifyOnRead = true
    let test = try TestStore(options)
    let wrong = unsafe RecordBuffer<Note>(unverified: .init([UInt8](repeating: 0xEE, count: 64)))
    // The key is read from the bytes too, so these are put by a table whose key needs none of them.
    let table = Table<Note, UInt64>(
      name: "notes", ordinal: 1, fingerprint: PeopleSchema.schema.fingerprint, key: { _ in 1 })
    try test.store.write { txn in try txn.put(wrong, in: table) }
    let error = storeError { try test.store.read { txn in _ = try txn.get(table, 1) } }
    #expect(error?.code == .invalidRecord)
    #expect(error?.message.contains("Note") == true)
  }
}
