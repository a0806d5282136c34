import LMDB
import Testing

@testable import RecordStore

/// What the log tells of changes that it does not have: those of other programs and of whole tables, and lost ones.
extension ChangeLogTests {
  @Test("what other programs wrote is told as unknown, before the commit that found it")
  func otherPrograms() async throws {
    var store = try open()
    let first = try put(1...1, store)
    store.close()
    let environment = try Environment(path: path)
    let people = try environment.databases(["people"])[0]
    try environment.write { transaction in
      let key = UInt64(77).encoded
      _ = try transaction.delete(key.bytes, in: people)
      try transaction.put(key.bytes, key.bytes, in: people)
    }
    environment.close()
    store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    let before = try await texts(try store.changes(since: first), 1)
    #expect(before == ["\(first)-\(first) a program that keeps no log wrote"])
    try put(2...2, store)
    let after = try await texts(try store.changes(since: first), 2)
    #expect(after == ["\(first)-\(first) a program that keeps no log wrote", "\(first + 1): 2"])
  }

  @Test("a migration is told as unknown, and a table that is added is not")
  func migrations() async throws {
    let things = try SchemaProgram("table Thing (table: \"things\") { id: ulong (key); a: int; }")
    let more = try SchemaProgram(
      """
      table Thing (table: "things") { id: ulong (key); a: int; }
      table Other (table: "others") { id: ulong (key); }
      """)
    var store = try things.open(path) { $0.changeLog = .on() }
    try things.put([#"{"id": 1, "a": 1}"#], store)
    let first = try store.read { try $0.commitNumber }
    store.close()
    store = try more.open(path)
    try more.put([#"{"id": 2}"#], in: "others", store)
    let added = try await texts(try store.changes(since: first), 1)
    #expect(added == ["\(first + 2): 2"])
    store.close()
    store = try things.open(
      path, migrations: [Migration(1, "others go") { migration in try migration.drop("others") }])
    try things.put([#"{"id": 3, "a": 3}"#], store)
    let migrated = try await texts(try store.changes(since: first + 2), 2)
    #expect(migrated == ["\(first + 2)-\(first + 3) tables were changed as a whole", "\(first + 4): 3"])
  }

  @Test("tables that are altered without code are told as unknown")
  func altering() async throws {
    var store = try open()
    let first = try put(1...1, store)
    store.close()
    try Store.alter(path: path) { tables in try tables.drop("notes") }
    store = try open()
    try put(2...2, store)
    let told = try await texts(try store.changes(since: first), 2)
    // Opening made the table anew.
    #expect(told == ["\(first)-\(first + 1) tables were changed as a whole", "\(first + 3): 2"])
  }

  @Test("a log whose state is damaged is used and written without a crash")
  func damagedState() async throws {
    var store = try open()
    let first = try put(1...5, store)
    store.close()
    let environment = try Environment(path: path)
    try environment.write { transaction in
      var state = ChangeLogState(after: .max)
      state.count = .max
      state.byteCount = .max
      try transaction.put(state)
      var mark = try #require(try transaction.snapshot.commitMark())
      mark.transaction = transaction.transactionID
      try transaction.put(mark)
    }
    environment.close()
    store = try open()
    #expect(storeError { _ = try store.changes(since: first - 2) }?.code == .changesUnavailable)
    var live = try store.changes(buffer: ChangeBuffer(commits: 1)).makeAsyncIterator()
    try put(6...9, store)
    let unknown = try await live.next().unknown()
    #expect(unknown.since == first && unknown.through == first + 4)
  }

  @Test("damaged entries are told as unknown, and crash nothing")
  func damage() async throws {
    var store = try open()
    let first = try put(1...5, store)
    store.close()
    let environment = try Environment(path: path)
    let log = try environment.databases([OpenChangeLog.databaseName])[0]
    try environment.write { transaction in
      var mark = try #require(try transaction.snapshot.commitMark())
      let key = ChangeLogEntry.key(LogPosition(first - 2, 1))
      let value = [UInt8](repeating: 0xFE, count: 40)
      unsafe try transaction.put(key.span.bytes, value.span.bytes, in: log)
      mark.transaction = transaction.transactionID
      try transaction.put(mark)
    }
    environment.close()
    store = try open()
    let told = try await texts(try store.changes(since: first - 4), 2)
    #expect(told[0] == "\(first - 3): 2")
    #expect(told[1].hasPrefix("\(first - 3)-\(first) the log holds"))
  }
}
