import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

@testable import RecordStore

/// Stores that are used by their schemas at run time, without generated code.
@Suite struct ReflectedTableTests {
  private let folder: TestFolder
  private var path: String { folder.file() }

  init() throws { folder = try TestFolder() }

  /// A file that generated code made, with one person.
  private func makePeople() throws {
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try store.write { txn in
      try txn.put(.init(id: 1, name: "Ann", team: 4, email: "ann@x"), in: .people)
    }
  }

  private func open() throws -> Store { try Store(path: path, options: TestStore.fast) }

  @Test
  func `a file is opened by what it says of its tables, and what is put there is found by generated code`()
    throws
  {
    try makePeople()
    do {
      let store = try open()
      #expect(store.reflectedTables.map(\.name) == ["people", "notes"])
      let people = try store.table(named: "people")
      try store.write { txn in
        try txn.put(json: #"{ id: 2, name: "Bob", team: 4, email: "bob@x", photo: [1, 2] }"#, in: people)
        let own = try txn.get(people, "2")
        #expect(own?["name"]?.text == "Bob")
      }
      let first = try store.read { txn in try txn.get(people, "1") }
      #expect(first?["email"]?.text == "ann@x")
      #expect(try store.read { txn in try txn.get(people, "3") } == nil)
      #expect(try store.read { txn in try txn.count(people) } == 2)
      let keys = try store.read { txn in
        var keys: [String] = []
        try txn.walkRows(of: people) { key, _ in
          keys.append(key)
          return true
        }
        return keys
      }
      #expect(keys == ["1", "2"])
    }
    let store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    let found = try store.read { txn in
      (
        try txn.get(by: .peopleByEmail, "bob@x")?.id, try txn.get(.people, 2)?.photo?.count,
        try txn.count(.people)
      )
    }
    #expect(found == (2, 2, 2))
  }

  @Test func `every put and delete keeps the indexes right`() throws {
    try makePeople()
    let store = try open()
    let people = try store.table(named: "people")
    try store.write { txn in
      try txn.put(json: #"{ "id": 1, "name": "Anna", "team": 5, "email": "anna@x" }"#, in: people)
      try txn.put(json: #"{ "id": 2, "name": "Bob", "email": "ann@x" }"#, in: people)
      let wasThere = try txn.delete(people, "1")
      #expect(wasThere)
      let isThere = try txn.delete(people, "1")
      #expect(!isThere)
    }
    let report = try store.verify()
    #expect(report.isSound, "\(report.faults)")
    #expect(report.tables.first?.records == 1)
    #expect(report.tables.first?.indexes == ["peopleByName", "peopleByTeam", "peopleByEmail"])
  }

  @Test func `a value that a unique index has is refused with both rows`() throws {
    try makePeople()
    let store = try open()
    let people = try store.table(named: "people")
    let error = storeError {
      try store.write { txn in
        try txn.put(json: #"{ "id": 9, "name": "Eve", "email": "ann@x" }"#, in: people)
      }
    }
    #expect(error?.violation?.keys == ["1", "9"])
    #expect(try store.read { txn in try txn.count(people) } == 1)
  }

  @Test(arguments: [
    (#"{ "id": 7, "name": 1 }"#, "found '1', expected a string"),
    (#"{ "id": 7 }"#, "found no 'name', which is required"),
    (#"{ "id": 7, "name": "x", "age": 1 }"#, "found 'age', which is no field of 'people.Person'"),
    (#"{ "id": -1, "name": "x" }"#, "found '-1', expected an integer from 0"),
    (#"{ "id": 7, "#, "found the end of the file"),
    (#"[[[["#, "expected"),
  ])
  func `JSON that is no record of the table is refused with its place`(json: String, message: String) throws {
    try makePeople()
    let store = try open()
    let people = try store.table(named: "people")
    let error = storeError { try store.write { txn in try txn.put(json: json, in: people) } }
    #expect(error?.code == .invalidRecord)
    #expect(error?.table == "people")
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func `bytes are verified before they are stored`() throws {
    try makePeople()
    let store = try open()
    let people = try store.table(named: "people")
    let bytes = SharedBytes([12, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
    let error = storeError { try store.write { txn in try txn.put(verifying: bytes, in: people) } }
    #expect(error?.code == .invalidRecord)
    #expect(error?.message.contains("table people: these bytes are no people.Person") == true)
  }

  @Test func `keys that are none of the table, and tables that are not there, are named`() throws {
    try makePeople()
    let store = try open()
    let people = try store.table(named: "people")
    let error = storeError { _ = try store.read { txn in try txn.get(people, "ann") } }
    #expect(error?.code == .key)
    #expect(error?.message == "table people: \"ann\" is no key of it; keys are 'id: ulong'")
    let unknown = storeError { _ = try store.table(named: "folk") }
    #expect(
      unknown?.message.contains("there is no table \"folk\" with a schema; there are people, notes") == true)
  }

  @Test func `a file without a catalog is not opened by its own word, and a missing one is not made`() throws
  {
    let missing = storeError { _ = try open() }
    #expect(missing?.database?.code == .missing)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a new store is made from a schema that is known at run time only`() throws {
    let program = try SchemaProgram(
      """
      table Thing (table: "things") { id: uint (key); tag: string (index: "thingsByTag"); sizes: [double]; }
      """)
    do {
      let store = try Store(path: path, schema: StoreSchema(program.schema), options: TestStore.fast)
      #expect(store.opening.createdTables == ["things"])
      let things = try store.table(named: "things")
      try store.write { txn in
        try txn.put(json: #"{ "id": 3, "tag": "a", "sizes": [0.1, "nan"] }"#, in: things)
      }
    }
    let store = try program.open(path)
    #expect(try program.rows(by: "thingsByTag", store).count == 1)
    #expect(store.opening.builtIndexes.isEmpty)
  }

  @Test(arguments: [
    ("table Thing { id: uint; }", "no table of it is stored"),
    ("table Thing (table: \"things\") { id: uint; }", "without a key"),
  ])
  func `a schema that stores nothing, or says it wrongly, is refused`(text: String, message: String) throws {
    let schema = try SchemaProgram.schemaWithoutChecks(text)
    let error = storeError { _ = try StoreSchema(schema) }
    #expect(error?.code == .schema)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func `a file that was migrated is written by its own schemas, though no code knows the migrations`()
    throws
  {
    let old = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int; }")
    do { try old.put(["{ id: 1, a: 2 }"], old.open(path)) }
    do {
      let touch = Migration(1, "nothing") { migration in try migration.forEachRow(of: "things") { _ in } }
      let drop = Migration(2, "renamed") { migration in try migration.rename("things", to: "objects") }
      _ = try SchemaProgram("table Other (table: \"others\") { id: ulong (key); }")
        .open(path, migrations: [touch, drop])
    }
    let store = try open()
    let objects = try store.table(named: "objects")
    try store.write { txn in try txn.put(json: "{ id: 2 }", in: objects) }
    #expect(try store.read { txn in try txn.count(objects) } == 2)
    #expect(try store.verify().isSound)
  }
}
