import FlatBuffersRuntime
import LMDB
import RecordStore
import Testing

@Suite struct ClosingTests {
  private let folder: TestFolder
  private let store: Store

  init() throws {
    folder = try TestFolder()
    store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: TestStore.fast)
    // Large enough not to be copied when it is pinned.
    let photo = [UInt8](repeating: 1, count: 2000)
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann", photo: photo), in: .people) }
  }

  private func reopened() throws -> String? {
    let again = try Store(path: folder.file(), schema: PeopleSchema.schema, options: TestStore.fast)
    return try again.read { txn in try txn.get(.people, 1)?.name.description }
  }

  @Test func `a closed store's file can be opened again while the old store lives`() throws {
    let reader = try store.makeReader()
    try reader.begin()
    reader.end()
    store.close()
    #expect(try reopened() == "Ann")
    #expect(storeError { try reader.begin() }?.code == .closed)
    #expect(storeError { try store.write { _ in } }?.code == .closed)
  }

  @Test func `a pinned record keeps the file open, and readable, until it is released`() throws {
    var pinned = try store.pin(.people, 1)
    store.close()
    #expect(pinned?.record.name.description == "Ann")
    let error = storeError { _ = try reopened() }
    #expect(error?.database?.code == .alreadyOpen)
    #expect(error?.message.contains("release everything pinned") == true)
    pinned = nil
    #expect(try reopened() == "Ann")
  }

  @Test func `a store may close inside its own write`() throws {
    try store.write { txn in
      try txn.put(.init(id: 1, name: "last"), in: .people)
      store.close()
    }
    #expect(try reopened() == "last")
  }

  @Test func `a store has room for as many tables as its schema has`() throws {
    let tables = (0..<400).map { number in
      Table<Person, UInt64>(name: "table \(number)", ordinal: number, fingerprint: 9, key: { $0.id })
        .definition
    }
    let many = StoreSchema(name: "many", fingerprint: 9, tables: tables)
    let large = try Store(path: folder.file("many.db"), schema: many, options: TestStore.fast)
    let last = Table<Person, UInt64>(name: "table 399", ordinal: 399, fingerprint: 9, key: { $0.id })
    try large.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: last) }
    let count = try large.read { txn in try txn.count(last) }
    #expect(count == 1)
  }
}
