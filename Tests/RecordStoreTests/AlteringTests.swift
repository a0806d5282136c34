import FlatBuffersReflection
import Testing

@testable import RecordStore

/// Tables that are dropped and renamed without the code of their schemas.
@Suite struct AlteringTests {
  private let folder: TestFolder
  private var path: String { folder.file() }

  init() throws {
    folder = try TestFolder()
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try store.write { txn in
      for id in UInt64(1)...5 { try txn.put(.init(id: id, name: "n\(id)", email: "e\(id)"), in: .people) }
    }
  }

  private func names() throws -> [String] { try Store.inspect(path: path).tables.map(\.name) }

  @Test func `a dropped table is gone with its indexes, and the others stay`() throws {
    try Store.alter(path: path, options: TestStore.fast) { try $0.drop("people") }
    let inspection = try Store.inspect(path: path)
    #expect(inspection.tables.map(\.name) == ["notes"])
    #expect(inspection.otherDatabases.isEmpty)
    #expect(inspection.isTrusted)
    #expect(inspection.commitNumber == 3)
    #expect(inspection.migrations.isEmpty)
  }

  @Test func `a renamed table keeps its rows, and its indexes are made anew`() throws {
    try Store.alter(path: path, options: TestStore.fast) { try $0.rename("people", to: "folk") }
    #expect(try names() == ["notes", "folk"])
    do {
      let report = try Store.inspect(path: path).verify()
      #expect(report.isSound, "\(report.faults)")
      #expect(report.tables.last?.records == 5)
    }
    let store = try Store(path: path, options: TestStore.fast)
    let folk = try store.table(named: "folk")
    let error = storeError {
      try store.write { txn in try txn.put(json: #"{ "id": 9, "name": "x", "email": "e1" }"#, in: folk) }
    }
    #expect(error?.violation?.index == "peopleByEmail")
  }

  @Test func `an index is dropped alone`() throws {
    try Store.alter(path: path, options: TestStore.fast) { try $0.dropIndex("peopleByName", of: "people") }
    let table = try Store.inspect(path: path).table(named: "people")
    #expect(table?.indexes.map(\.name) == ["peopleByTeam", "peopleByEmail"])
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    #expect(store.opening.builtIndexes == ["people/peopleByName"])
  }

  @Test func `what fails changes nothing, and names what is there`() throws {
    let error = storeError {
      try Store.alter(path: path, options: TestStore.fast) { tables in
        try tables.drop("notes")
        try tables.drop("none")
      }
    }
    #expect(error?.message.contains("the file has no table none; it has people") == true)
    #expect(try names() == ["people", "notes"])
    let taken = storeError {
      try Store.alter(path: path, options: TestStore.fast) { try $0.rename("people", to: "notes") }
    }
    #expect(taken?.message.contains("the file has a table notes already") == true)
  }

  @Test func `what changes nothing is no commit`() throws {
    try Store.alter(path: path, options: TestStore.fast) { #expect($0.tables == ["people", "notes"]) }
    #expect(try Store.inspect(path: path).commitNumber == 2)
  }
}
