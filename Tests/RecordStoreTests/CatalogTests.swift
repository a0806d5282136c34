import FlatBuffersRuntime
import Foundation
import LMDB
import Testing

@testable import RecordStore

/// What a file says of itself, and what becomes of it when other programs write.
@Suite struct CatalogTests {
  @Test func `each commit that changes something has the next number`() throws {
    let test = try TestStore()
    let number = { try test.store.read { txn in try txn.commitNumber } }
    let start = try number()
    let inside = try test.store.write { txn in
      try txn.put(.init(id: 1, name: "x"), in: .people)
      return txn.commitNumber
    }
    #expect(try number() == start + 1)
    #expect(inside == start + 1)
    try test.store.write { txn in _ = try txn.get(.people, 1)?.id }
    #expect(try number() == start + 1)
    let missing = try test.store.write { txn in try txn.delete(.people, 99) }
    #expect(!missing)
    #expect(try number() == start + 1)
    _ = storeError {
      try test.store.write { txn in
        try txn.put(.init(id: 2, name: "y"), in: .people)
        throw StoreError(.key, "no")
      }
    }
    #expect(try number() == start + 1)
    try test.fill(2...9)
    #expect(try number() == start + 2)
  }

  @Test func `writes that share a commit have one number`() async throws {
    let test = try TestStore()
    let store = test.store
    let numbers = try await withThrowingTaskGroup(of: UInt64.self) { group in
      for id in UInt64(0)..<200 {
        group.addTask {
          try await store.write { txn in
            try txn.put(.init(id: id, name: "x"), in: .people)
            return txn.commitNumber
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let last = try store.read { txn in try txn.commitNumber }
    #expect(numbers.max() == last)
    #expect(Set(numbers).count == Int(last - (numbers.min() ?? 0) + 1))
  }

  @Test(arguments: [false, true])
  func `copies keep the number and are trusted`(compacting: Bool) throws {
    let test = try TestStore()
    try test.fill(1...100)
    let number = try test.store.read { txn in try txn.commitNumber }
    let copy = test.folder.file("copy.db")
    try test.store.copy(to: copy, compacting: compacting)
    do {
      let inspection = try Store.inspect(path: copy)
      #expect(inspection.isTrusted)
      #expect(inspection.commitNumber == number)
    }
    let store = try Store(path: copy, schema: PeopleSchema.schema)
    try store.write { txn in try txn.put(.init(id: 500, name: "new"), in: .people) }
    let found = try store.read { txn in (try txn.commitNumber, try txn.get(by: .peopleByName, "new")?.id) }
    #expect(found == (number + 1, 500))
  }

  @Test func `opening a file again changes nothing`() throws {
    let folder = try TestFolder()
    do { _ = try Store(path: folder.file(), schema: PeopleSchema.schema) }
    let before = try Data(contentsOf: URL(filePath: folder.file()))
    do { _ = try Store(path: folder.file(), schema: PeopleSchema.schema) }
    #expect(try Data(contentsOf: URL(filePath: folder.file())) == before)
  }

  /// Another program that knows only LMDB.
  private func rawWrite(_ path: String, _ body: (inout LMDB.WriteTransaction, Database) throws -> Void) throws
  {
    let environment = try Environment(path: path)
    let people = try environment.databases(["people"])[0]
    try environment.write { try body(&$0, people) }
    environment.close()
  }

  @Test func `after another program wrote, reads verify and indexes throw until they are rebuilt`() throws {
    let test = try TestStore()
    try test.fill(1...9)
    test.store.close()
    let path = test.folder.file()
    try rawWrite(path) { transaction, people in
      let key = UInt64(3).encoded
      _ = try transaction.delete(key.bytes, in: people)
    }
    let store = try Store(path: path, schema: PeopleSchema.schema)
    let name = try store.read { txn in try txn.get(.people, 4)?.name.description }
    #expect(name == "name 4")
    #expect(
      storeError { try store.read { txn in _ = try txn.rows(by: .peopleByTeam) } }?.code == .indexUnavailable)
    #expect(
      storeError { try store.write { txn in try txn.put(.init(id: 1, name: "x", email: "e"), in: .people) } }?
        .code
        == .indexUnavailable)
    // Our own commits don't make it trusted.
    try store.write { txn in try txn.put(.init(title: "t"), in: .notes) }
    #expect(
      storeError { try store.read { txn in _ = try txn.rows(by: .peopleByTeam) } }?.code == .indexUnavailable)
    try store.rebuildIndexes()
    let ids = try store.read { txn in
      var ids: [UInt64] = []
      var rows = try txn.rows(by: .peopleByTeam)
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
    #expect(ids == [6, 9, 1, 4, 7, 2, 5, 8])
    try store.write { txn in try txn.put(.init(id: 1, name: "x", email: "e"), in: .people) }
  }

  @Test func `what another program wrote wrongly is an error with its key`() throws {
    let test = try TestStore()
    try test.fill(1...9)
    test.store.close()
    let path = test.folder.file()
    try rawWrite(path) { transaction, people in
      let key = UInt64(5).encoded
      let junk = [UInt8](repeating: 0xEE, count: 64)
      unsafe try transaction.put(key.bytes, junk.span.bytes, in: people)
    }
    let store = try Store(path: path, schema: PeopleSchema.schema)
    #expect(storeError { try store.read { txn in _ = try txn.get(.people, 5)?.id } }?.code == .invalidRecord)
    let error = storeError { try store.rebuildIndexes() }
    #expect(error?.code == .invalidRecord)
    #expect(error?.message.contains("the row 5") == true)
    store.close()
    var options = Store.Options()
    options.adopting = true
    #expect(
      storeError { _ = try Store(path: path, schema: PeopleSchema.schema, options: options) }?.code
        == .invalidRecord)
    // The broken row can be put right.
    let mended = try Store(path: path, schema: PeopleSchema.schema)
    try mended.write { txn in try txn.put(.init(id: 5, name: "mended"), in: .people) }
    try mended.rebuildIndexes()
    let id = try mended.read { txn in try txn.get(by: .peopleByName, "mended")?.id }
    #expect(id == 5)
  }

  @Test func `a file that no store made is refused, and adopted when that is asked for`() throws {
    let test = try TestStore()
    try test.fill(1...9)
    test.store.close()
    let path = test.folder.file()
    // An older version of this package left no catalog.
    let environment = try Environment(path: path)
    try environment.write { transaction in
      for key in [CommitMark.key, StoredCatalog.key] {
        let deleted = unsafe try transaction.delete(key.span.bytes, in: .main)
        #expect(deleted)
      }
    }
    environment.close()
    let error = storeError { _ = try Store(path: path, schema: PeopleSchema.schema) }
    #expect(error?.code == .foreignFile)
    #expect(error?.message.contains("options.adopting") == true)
    do {
      let reading = try Store(path: path, schema: PeopleSchema.schema, options: .readOnly)
      let name = try reading.read { txn in try txn.get(.people, 4)?.name.description }
      #expect(name == "name 4")
      #expect(
        storeError { try reading.read { txn in _ = try txn.rows(by: .peopleByTeam) } }?.code
          == .indexUnavailable)
    }
    var options = TestStore.fast
    options.adopting = true
    do {
      let store = try Store(path: path, schema: PeopleSchema.schema, options: options)
      #expect(store.opening.adoptedTables == ["people", "notes"])
      let id = try store.read { txn in try txn.get(by: .peopleByName, "name 4")?.id }
      #expect(id == 4)
    }
    let store = try Store(path: path, schema: PeopleSchema.schema)
    let id = try store.read { txn in try txn.get(by: .peopleByName, "name 4")?.id }
    #expect(id == 4)
  }

  @Test func `a foreign file with other tables is not given ours`() throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file())
    _ = try environment.databases(["theirs"])
    environment.close()
    let error = storeError { _ = try Store(path: folder.file(), schema: PeopleSchema.schema) }
    #expect(error?.code == .foreignFile)
    #expect(error?.message.contains("theirs") == true)
    #expect(try Store.inspect(path: folder.file()).otherDatabases == ["theirs"])
  }

  @Test func `a file of zLMDB is recognised`() throws {
    let folder = try TestFolder()
    let environment = try Environment(path: folder.file())
    try environment.write { transaction in
      let (key, value): ([UInt8], [UInt8]) = ([0, 0, 0, 1], [0xA0])
      unsafe try transaction.put(key.span.bytes, value.span.bytes, in: .main)
    }
    environment.close()
    var options = Store.Options()
    options.adopting = true
    let error = storeError {
      _ = try Store(path: folder.file(), schema: PeopleSchema.schema, options: options)
    }
    #expect(error?.message.contains("zLMDB") == true)
  }

  @Test func `a damaged catalog is an error`() throws {
    let test = try TestStore()
    test.store.close()
    let environment = try Environment(path: test.folder.file())
    try environment.write { transaction in
      let (key, junk) = (StoredCatalog.key, [UInt8](repeating: 0x41, count: 100))
      unsafe try transaction.put(key.span.bytes, junk.span.bytes, in: .main)
    }
    environment.close()
    let error = storeError { _ = try Store(path: test.folder.file(), schema: PeopleSchema.schema) }
    #expect(error?.code == .catalog)
    #expect(error?.message.contains("damaged") == true)
  }
}
