import Foundation
import Testing

@testable import RecordStore

/// Stores of files that nobody changes.
@Suite struct ImmutableStoreTests {
  private let folder: TestFolder
  private let options: Store.Options

  init() throws {
    folder = try TestFolder()
    var options = Store.Options()
    options.access = .immutable
    self.options = options
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: TestStore.fast)
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann", team: 4), in: .people) }
    store.close()
    try FileManager.default.removeItem(atPath: folder.file() + "-lock")
  }

  @Test func `records and indexes are read, and no lock file is made`() throws {
    let store = try Store(path: folder.file(), schema: PeopleSchema.schema, options: options)
    let found = try store.read { txn in
      (try txn.get(.people, 1)?.name.description, try txn.get(by: .peopleByTeam, 4)?.id)
    }
    #expect(found == ("Ann", 1))
    let pinned = try #require(try store.pin(.people, 1))
    #expect(pinned.record.team == 4)
    #expect(try store.verify().isSound)
    #expect(try store.statistics().tables.first?.records.entries == 1)
    #expect(storeError { try store.write { _ in } }?.code == .readOnly)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["test.db"])
  }

  @Test func `the file is opened by its own word, too`() throws {
    let store = try Store(path: folder.file(), options: options)
    let people = try store.table(named: "people")
    #expect(try store.read { txn in try txn.get(people, "1")?["name"]?.text } == "Ann")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["test.db"])
  }

  @Test func `neither a file nor a table is made`() throws {
    let missing = storeError {
      _ = try Store(path: folder.file("none.db"), schema: PeopleSchema.schema, options: options)
    }
    #expect(missing?.database?.code == .missing)
    let program = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); }")
    let store = try Store(path: folder.file(), schema: program.definition, options: options)
    #expect(store.opening.createdTables.isEmpty)
  }
}
