import Foundation
import Testing

@testable import RecordStore

/// Stores that leave nothing behind.
@Suite struct TemporaryStoreTests {
  @Test func `a temporary store is empty, and gone when it is`() throws {
    let folder: String
    do {
      let store = try Store.temporary(schema: PeopleSchema.schema)
      folder = URL(filePath: store.path).deletingLastPathComponent().path
      try store.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: .people) }
      #expect(try store.read { txn in try txn.count(.people) } == 1)
      #expect(FileManager.default.fileExists(atPath: store.path))
      #expect(try Store.temporary(schema: PeopleSchema.schema).path != store.path)
    }
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `what is pinned in it stays readable when its files are gone`() throws {
    let store = try Store.temporary(schema: PeopleSchema.schema)
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: .people) }
    let pinned = try #require(try store.pin(.people, 1))
    store.close()
    #expect(!FileManager.default.fileExists(atPath: store.path))
    #expect(pinned.record.name.description == "Ann")
  }
}
