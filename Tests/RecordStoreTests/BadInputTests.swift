import FlatBuffersRuntime
import Foundation
import LMDB
import RecordStore
import Testing

@Suite struct BadInputTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func open(_ path: String, _ options: Store.Options = Store.Options()) -> StoreError? {
    let error = storeError { _ = try Store(path: path, schema: PeopleSchema.schema, options: options) }
    #expect(error?.message.contains(path) == true)
    return error
  }

  @Test func aMissingFile() {
    #expect(open(folder.file(), .readOnly)?.database?.code == .missing)
    #expect(open(folder.file("no/folder.db"))?.database?.code == .missing)
  }

  @Test func whatIsNoDatabase() throws {
    try Data("not a database at all\n".utf8).write(to: URL(filePath: folder.file()))
    #expect(open(folder.file())?.database?.code == .notADatabase)
    #expect(open(folder.path)?.database?.code == .notAFile)
    let text = try Data(contentsOf: URL(filePath: folder.file()))
    #expect(text.count == 22)
  }

  @Test func aDatabaseWithoutTheTables() throws {
    do { _ = try Environment(path: folder.file()) }
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: .readOnly)
    let error = storeError { try store.read { txn in _ = try txn.get(.people, 1) } }
    #expect(error?.code == .unknownTable)
    #expect(error?.message.contains("no table people") == true)
  }

  @Test func anotherSchemasTable() throws {
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema)
    let foreign = Table<Person, UInt64>(name: "people", ordinal: 0, fingerprint: 1, key: { $0.id })
    let error = storeError { try store.read { txn in _ = try txn.get(foreign, 1) } }
    #expect(error?.code == .unknownTable)
    #expect(error?.message.contains("people") == true)
    let put = storeError { try store.write { txn in try txn.put(.init(id: 1, name: "x"), in: foreign) } }
    #expect(put?.code == .unknownTable)
    let outside = Table<Person, UInt64>(
      name: "more", ordinal: 99, fingerprint: PeopleSchema.schema.fingerprint, key: { $0.id })
    #expect(storeError { try store.read { txn in _ = try txn.get(outside, 1) } }?.code == .unknownTable)
    let negative = Table<Person, UInt64>(
      name: "less", ordinal: -1, fingerprint: PeopleSchema.schema.fingerprint, key: { $0.id })
    #expect(storeError { try store.read { txn in _ = try txn.get(negative, 1) } }?.code == .unknownTable)
    let index = Index<Person, UInt32>(name: "none", ordinal: 7, fingerprint: 1, key: { $0.team })
    #expect(storeError { try store.read { txn in _ = try txn.rows(by: index) } }?.code == .unknownTable)
  }

  @Test func schemasThatContradictThemselves() {
    let twice = storeError {
      _ = try Store(path: folder.file(), schemas: [PeopleSchema.schema, PeopleSchema.schema])
    }
    #expect(twice?.code == .schema)
    let shuffled = StoreSchema(
      name: "people", fingerprint: PeopleSchema.schema.fingerprint,
      tables: PeopleSchema.schema.tables.reversed())
    #expect(storeError { _ = try Store(path: folder.file(), schema: shuffled) }?.code == .schema)
    let other = StoreSchema(
      name: "other", fingerprint: 2,
      tables: [Table<Person, UInt64>(name: "people", ordinal: 0, fingerprint: 2, key: { $0.id }).definition])
    let clash = storeError { _ = try Store(path: folder.file(), schemas: [PeopleSchema.schema, other]) }
    #expect(clash?.code == .schema)
    #expect(clash?.message.contains("people") == true)
  }

  @Test func severalSchemasInOneStore() throws {
    let animals = Table<Person, UInt64>(name: "animals", ordinal: 0, fingerprint: 2, key: { $0.id })
    let other = StoreSchema(name: "zoo", fingerprint: 2, tables: [animals.definition])
    let store = try Store(path: folder.file(), schemas: [PeopleSchema.schema, other])
    try store.write { txn in
      try txn.put(.init(id: 1, name: "Ann"), in: .people)
      try txn.put(.init(id: 1, name: "Leo"), in: animals)
    }
    let names = try store.read { txn in
      [try txn.get(.people, 1)?.name.description, try txn.get(animals, 1)?.name.description]
    }
    #expect(names == ["Ann", "Leo"])
  }

  @Test func aStoreIsOpenOnceInAProcess() throws {
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema)
    #expect(open(folder.file())?.database?.code == .alreadyOpen)
    let count = try store.read { txn in try txn.count(.people) }
    #expect(count == 0)
  }

  @Test func moreReadersThanThereAreSlots() throws {
    var options = TestStore.fast
    options.maxReaders = 3
    let test = try TestStore(options)
    let photo = [UInt8](repeating: 1, count: 2000)
    try test.store.write { txn in try txn.put(.init(id: 1, name: "name 1", photo: photo), in: .people) }
    var pinned: [RecordBuffer<Person>] = []
    let error = storeError {
      while pinned.count < 10 {
        if let person = try test.store.pin(.people, 1) { pinned.append(person) }
      }
    }
    #expect(error?.database?.code == .readersFull)
    #expect(error?.message.contains("maxReaders") == true)
    pinned.removeAll()
    let name = try test.store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "name 1")
  }
}
