import FlatBuffersReflection
import FlatBuffersRuntime
import SeededRandom
import Synchronization
import Testing

@testable import RecordStore

/// Indexes that come and go between two runs, and programs that don't know each other's.
@Suite struct IndexChangeTests {
  private static func things(_ a: String = "", _ b: String = "") throws -> SchemaProgram {
    try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int\(a); b: string\(b); }")
  }

  private let rows = (1...5).map { "{\"id\": \($0), \"a\": \(50 - $0), \"b\": \"b\($0)\"}" }
  private func ids(_ rows: [String]) -> [String] { rows.map { $0.filter(\.isNumber).prefix(1).description } }

  @Test func `a new index is built over the rows there are, with progress`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    do { try old.put(rows, try old.open(folder.file())) }
    let progress = Mutex<[OpeningProgress]>([])
    let store = try new.open(folder.file()) { options in
      options.onProgress = { step in progress.withLock { $0.append(step) } }
    }
    #expect(store.opening.builtIndexes == ["things/byA"])
    #expect(try ids(new.rows(by: "byA", store)) == ["5", "4", "3", "2", "1"])
    #expect(progress.withLock { $0 } == [.working(action: "building things/byA", done: 5, total: 5)])
  }

  @Test func `putting all rows again after adding an index finds it complete`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    do { try old.put(rows, try old.open(folder.file())) }
    let store = try new.open(folder.file())
    try new.put(rows, store)
    #expect(try ids(new.rows(by: "byA", store)) == ["5", "4", "3", "2", "1"])
  }

  @Test func `a program that does not know an index keeps it right`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")", " (unique: \"byB\")"))
    do { try old.put(rows, try old.open(folder.file())) }
    do { _ = try new.open(folder.file()) }
    do {
      let store = try old.open(folder.file())
      try old.delete(2, store)
      try old.put([#"{"id": 3, "a": 1, "b": "b3"}"#, #"{"id": 6, "a": 99, "b": "b6"}"#], store)
      let error = storeError { try old.put([#"{"id": 7, "b": "b6"}"#], store) }
      #expect(error?.violation?.index == "byB")
      #expect(error?.violation?.value == "\"b6\"")
    }
    let store = try new.open(folder.file())
    #expect(store.opening.builtIndexes == [])
    #expect(try ids(new.rows(by: "byA", store)) == ["3", "5", "4", "1", "6"])
    #expect(try ids(new.rows(by: "byB", store)) == ["1", "3", "4", "5", "6"])
  }

  @Test func `a unique index that can't be built names both rows, and nothing changes`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(), try Self.things("", " (unique: \"byB\")"))
    do {
      let store = try old.open(folder.file())
      try old.put([#"{"id": 1, "b": "x"}"#, #"{"id": 2}"#, #"{"id": 3}"#, #"{"id": 4, "b": "x"}"#], store)
    }
    let error = storeError { _ = try new.open(folder.file()) }
    #expect(error?.code == .uniqueViolation)
    #expect(error?.violation?.keys == ["1", "4"])
    #expect(error?.message.contains("\"x\"") == true)
    let store = try old.open(folder.file())
    #expect(try old.rows("things", store).count == 4)
    try old.delete(4, store)
    store.close()
    let built = try new.open(folder.file())
    #expect(try ids(new.rows(by: "byB", built)) == ["1"])
  }

  @Test(arguments: [(" (index: \"x\")", " (unique: \"x\")"), (" (unique: \"x\")", " (index: \"x\")")])
  func `an index becomes unique, and back`(first: String, second: String) throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(first), try Self.things(second))
    do { try old.put(rows, try old.open(folder.file())) }
    for program in [new, old, new] {
      let store = try program.open(folder.file())
      #expect(store.opening.builtIndexes == ["things/x"])
      #expect(try ids(program.rows(by: "x", store)) == ["5", "4", "3", "2", "1"])
      try program.delete(1, store)
      try program.put([rows[0]], store)
    }
  }

  @Test func `one name with other parts is built anew`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(" (index: \"x\")"), try Self.things("", " (index: \"x\")"))
    do { try old.put(rows, try old.open(folder.file())) }
    let store = try new.open(folder.file())
    #expect(store.opening.builtIndexes == ["things/x"])
    #expect(try ids(new.rows(by: "x", store)) == ["1", "2", "3", "4", "5"])
  }

  @Test func `an index that is not built can't be read, in a store opened for reading`() throws {
    let folder = try TestFolder()
    let (old, new) = (try Self.things(), try Self.things(" (index: \"byA\")"))
    do { try old.put(rows, try old.open(folder.file())) }
    let store = try new.open(folder.file()) { $0.access = .readOnly }
    #expect(try new.rows("things", store).count == 5)
    let error = storeError { _ = try new.rows(by: "byA", store) }
    #expect(error?.code == .indexUnavailable)
    #expect(error?.message.contains("byA") == true)
  }

  @Test func `an index of a scalar that may be absent leaves those rows out`() throws {
    let folder = try TestFolder()
    let program = try SchemaProgram(
      "table Thing (table: \"things\") { id: ulong (key); a: int = null (unique: \"byA\"); c: int (unique: \"byC\"); }"
    )
    let store = try program.open(folder.file())
    try program.put([#"{"id": 1, "c": 1}"#, #"{"id": 2, "c": 2}"#, #"{"id": 3, "a": 0, "c": 3}"#], store)
    #expect(try ids(program.rows(by: "byA", store)) == ["3"])
    // A plain scalar that is absent is its default.
    try program.put([#"{"id": 4}"#], store)
    let error = storeError { try program.put([#"{"id": 5}"#], store) }
    #expect(error?.violation?.index == "byC")
    #expect(error?.violation?.value == "0")
    #expect(error?.violation?.keys == ["4", "5"])
  }

  @Test func `rebuilt indexes are those there were`() throws {
    let folder = try TestFolder()
    let program = try Self.things(" (index: \"byA\")", " (unique: \"byB\")")
    let store = try program.open(folder.file())
    try program.put(rows, store)
    try store.rebuildIndexes()
    #expect(try ids(program.rows(by: "byA", store)) == ["5", "4", "3", "2", "1"])
    try program.delete(5, store)
    #expect(try ids(program.rows(by: "byA", store)) == ["4", "3", "2", "1"])
  }

  @Test func `more indexes than a program knows of are kept`() throws {
    let folder = try TestFolder()
    let fields = (0..<200).map { "f\($0): int (index: \"i\($0)\");" }.joined()
    let plain = (0..<200).map { "f\($0): int;" }.joined()
    let many = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); \(fields) }")
    let few = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); \(plain) }")
    do { _ = try many.open(folder.file()) }
    do { try few.put([#"{"id": 1, "f7": 5}"#], few.open(folder.file())) }
    let store = try many.open(folder.file())
    #expect(try many.rows(by: "i7", store).count == 1)
  }

  @Test func `more tables and indexes than LMDB has room for by itself`() throws {
    let folder = try TestFolder()
    let tables = (0..<150).map {
      "table T\($0) (table: \"t\($0)\") { id: ulong (key); a: int (index: \"t\($0)a\"); b: int (index: \"t\($0)b\"); }"
    }
    let program = try SchemaProgram(tables.joined())
    let store = try program.open(folder.file())
    #expect(store.opening.createdTables.count == 150)
    try program.put([#"{"id": 1}"#], in: "t149", store)
    #expect(try program.rows("t149", store).count == 1)
  }
}

/// Keys that generated code takes from records, and those that the description in a file gives.
@Suite struct KeyDescriptionTests {
  @Test func `code and description give the same bytes for random records`() throws {
    let given = try GivenTable.all(in: [PeopleSchema.schema])
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let length = Int.random(in: 0..<20, using: &random)
      let text = String((0..<length).map { _ in "aé\0z".randomElement(using: &random) ?? "a" })
      let person = Person.Draft(
        id: UInt64.random(in: 0...UInt64.max, using: &random), name: text,
        team: UInt32.random(in: 0...3, using: &random), email: Bool.random(using: &random) ? text : nil)
      let record = try RecordBuffer<Person>(person)
      for table in given where table.name == "people" {
        var (code, described) = (KeyEncoder(), KeyEncoder())
        table.definition.encodeKey(record.record.table, &code)
        let key = try #require(table.entry.key.description)
        key.encode(record.record.table, into: &described)
        #expect([UInt8](code.bytes) == [UInt8](described.bytes))
        for (index, definition) in zip(table.entry.indexes ?? [], table.definition.indexes) {
          code.removeAll()
          described.removeAll()
          definition.source.encode(record.record.table, 0, &code)
          try #require(index.key.description).encode(record.record.table, into: &described)
          #expect([UInt8](code.bytes) == [UInt8](described.bytes), "\(index.name)")
        }
      }
    }
  }
}
