import FlatBuffersRuntime
import LMDB
import Testing

@testable import RecordStore

private struct Refused: Error {}

/// The log of changes that a store keeps in its file.
@Suite(.timeLimit(.minutes(5))) struct ChangeLogTests {
  private let folder: TestFolder
  private var path: String { folder.file() }

  init() throws { folder = try TestFolder() }

  private func open(
    _ path: String? = nil, _ change: (inout ChangeLogOptions) -> Void = { _ in }
  ) throws -> Store {
    var options = TestStore.fast
    var log = ChangeLogOptions()
    change(&log)
    options.changeLog = .on(log)
    return try Store(path: path ?? self.path, schema: PeopleSchema.schema, options: options)
  }

  /// Puts people, each in a commit of its own.
  ///
  /// - Returns: the number of the last commit.
  @discardableResult
  private func put(_ ids: ClosedRange<UInt64>, _ store: Store, name: String = "name") throws -> UInt64 {
    var number: UInt64 = 0
    for id in ids {
      number = try store.write(alone: true) { txn in
        try txn.put(.init(id: id, name: "\(name) \(id)"), in: .people)
        return txn.commitNumber
      }
    }
    return number
  }

  /// What a stream tells of the next commits, `count` events.
  private func texts(
    _ changes: StoreChanges, _ count: Int
  ) async throws -> [String] {
    var iterator = changes.makeAsyncIterator()
    var texts: [String] = []
    for _ in 0..<count {
      switch try await iterator.next() {
      case .commit(let commit):
        texts.append("\(commit.number): " + commit.rows.map(\.keyText).joined(separator: " "))
      case .unknown(let unknown): texts.append("\(unknown.since)-\(unknown.through) \(unknown.reason)")
      case nil: texts.append("end")
      }
    }
    return texts
  }

  /// The entries of the log in a file that nobody has open.
  private func entries(_ path: String) throws -> [RowScan.Row] {
    let environment = try Environment(path: path)
    defer { environment.close() }
    let log = try environment.databases([OpenChangeLog.databaseName])[0]
    return try environment.read { snapshot throws in
      var scan = RowScan(log)
      return try scan.next(snapshot)
    }
  }

  @Test("a stream goes on after a commit from the log, and then live, without a gap or a duplicate")
  func since() async throws {
    let store = try open()
    let first = try put(1...1, store)
    try put(2...3, store)
    let changes = try store.changes(since: first)
    try put(4...4, store)
    let told = try await texts(changes, 3)
    #expect(told == ["\(first + 1): 2", "\(first + 2): 3", "\(first + 3): 4"])
    let newest = try store.changes(since: first + 3)
    try put(5...5, store)
    let last = try await texts(newest, 1)
    #expect(last == ["\(first + 4): 5"])
  }

  @Test(
    "a stream goes on where it ended after the store was opened anew, also with options that ask for no log")
  func reopening() async throws {
    var store = try open()
    let first = try put(1...1, store)
    store.close()
    store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    try put(2...2, store)
    let told = try await texts(try store.changes(since: first), 1)
    #expect(told == ["\(first + 1): 2"])
    let rows = try store.changes(of: .people, since: first)
    var people = rows.makeAsyncIterator()
    let row = try await people.next().commit().rows[0]
    let name = row.new?.record.name.description
    #expect(name == "name 2" && row.key == 2)
  }

  @Test("copies have the log, compacted or not", arguments: [false, true])
  func copies(compacting: Bool) async throws {
    let store = try open()
    let first = try put(1...1, store)
    try put(2...2, store)
    try store.copy(to: folder.file("copy.db"), compacting: compacting)
    let copy = try open(folder.file("copy.db"))
    try put(3...3, copy)
    let told = try await texts(try copy.changes(since: first), 2)
    #expect(told == ["\(first + 1): 2", "\(first + 2): 3"])
  }

  @Test("a commit before the log, or none of the file, is an error that says what to do")
  func unavailable() throws {
    var store = try TestStore().store
    #expect(storeError { _ = try store.changes(since: 0) }?.code == .changesUnavailable)
    store = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
    let before = try put(1...3, store)
    store.close()
    store = try open()
    let opened = try store.read { try $0.commitNumber }
    #expect(opened == before + 1)
    #expect(storeError { _ = try store.changes(since: before - 1) }?.code == .changesUnavailable)
    _ = try store.changes(since: before)
    let error = storeError { _ = try store.changes(since: opened + 1) }
    #expect(error?.code == .changesUnavailable && error?.message.contains("another file") == true)
  }

  @Test(
    "the log stays within its bounds",
    arguments: [
      { log in log.maxChanges = 20 }, { log in log.maxBytes = 3_000 },
      { log in log.maxAge = .milliseconds(5) },
    ] as [@Sendable (inout ChangeLogOptions) -> Void])
  func bounds(_ bound: @Sendable (inout ChangeLogOptions) -> Void) async throws {
    let store = try open(nil, bound)
    let first = try put(1...1, store)
    try put(2...60, store)
    try await Task.sleep(for: .milliseconds(30))
    let last = try put(61...61, store)
    let error = storeError { _ = try store.changes(since: first) }
    #expect(error?.code == .changesUnavailable && error?.message.contains("the log reaches back to") == true)
    let told = try await texts(try store.changes(since: last - 1), 1)
    #expect(told == ["\(last): 61"])
    store.close()
    let entries = try entries(path)
    #expect(entries.count <= 30)
    #expect(entries.reduce(0) { $0 + $1.key.count + $1.value.count } <= 3_000)
  }

  @Test("a consumer that lags is told all from the log, as long as it has it")
  func lag() async throws {
    let store = try open { $0.maxChanges = 500 }
    let changes = try store.changes(buffer: ChangeBuffer(commits: 4))
    let last = try put(1...100, store)
    let told = try await texts(changes, 100)
    #expect(told.first == "\(last - 99): 1" && told.last == "\(last): 100")
    try put(1...600, store)
    let later = try await texts(changes, 2)
    #expect(later[0].hasPrefix("\(last)-") && later[0].hasSuffix("too slowly"))
    #expect(later[1].hasPrefix("\(last + 101): "))
  }

  @Test("a commit that is larger than the stream's bound comes in parts, of which the last says so")
  func parts() async throws {
    let store = try open()
    try await store.write { txn in
      for id in UInt64(0)..<30_000 { try txn.put(.init(id: id, name: "name \(id)"), in: .people) }
    }
    let first = try store.read { try $0.commitNumber } - 1
    var changes = try store.changes(since: first, buffer: ChangeBuffer(bytes: 100_000)).makeAsyncIterator()
    var ids: [String] = []
    var parts = 0
    while true {
      let commit = try await changes.next().commit()
      ids += commit.rows.map(\.keyText)
      parts += 1
      if commit.isComplete { break }
    }
    #expect(ids.count == 30_000)
    let isInOrder = ids == (0..<30_000).map { "\($0)" }
    #expect(isInOrder)
    #expect(parts > 20)
  }

  @Test("bodies that fail leave nothing in the log, also when others share the commit")
  func failures() async throws {
    let store = try open()
    let first = try put(1...1, store)
    await withTaskGroup { group in
      for id in UInt64(2)...100 {
        group.addTask {
          try? await store.write { txn in
            try txn.put(.init(id: id, name: "n"), in: .people)
            if id % 2 == 0 { throw Refused() }
          }
        }
      }
    }
    let last = try put(1000...1000, store)
    var ids: [String] = []
    var changes = try store.changes(since: first).makeAsyncIterator()
    while true {
      let commit = try await changes.next().commit()
      ids += commit.rows.map(\.keyText)
      if commit.number == last { break }
    }
    #expect(ids.compactMap { Int($0) }.sorted() == (2...100).filter { $0 % 2 == 1 } + [1000])
  }

  @Test("a log of some tables has what their streams ask for, and refuses those of all")
  func someTables() async throws {
    let path = path
    #expect(storeError { _ = try open(path) { $0.tables = ["notes", "others"] } }?.code == .unknownTable)
    let store = try open { $0.tables = ["notes"] }
    let first = try put(1...1, store)
    try await store.write { txn in
      try txn.put(.init(title: "t", text: "x"), in: .notes)
      try txn.put(.init(id: 2, name: "b"), in: .people)
    }
    #expect(storeError { _ = try store.changes(since: first) }?.code == .changesUnavailable)
    #expect(storeError { _ = try store.changes(of: .people, since: first) }?.code == .changesUnavailable)
    var notes = try store.changes(of: .notes, since: first).makeAsyncIterator()
    let commit = try await notes.next().commit()
    #expect(commit.rows.map(\.key) == ["t"])
  }

  @Test("old records are in the log if that is asked for", arguments: [false, true])
  func oldRecords(keeps: Bool) async throws {
    let store = try open { $0.keepsOldRecords = keeps }
    let first = try put(1...1, store)
    try put(1...1, store, name: "new")
    try await store.write { txn in _ = try txn.delete(.people, 1) }
    var people = try store.changes(of: .people, since: first).makeAsyncIterator()
    let put = try await people.next().commit().rows[0]
    let deleted = try await people.next().commit().rows[0]
    let names = [put.old, put.new, deleted.old, deleted.new].map { $0?.record.name.description }
    #expect(names == [keeps ? "name 1" : nil, "new 1", keeps ? "new 1" : nil, nil])
    #expect(put.operation == .put && deleted.operation == .delete)
  }

  @Test("a log that is turned off is gone, and can be begun anew")
  func off() throws {
    var store = try open()
    let first = try put(1...5, store)
    store.close()
    var options = TestStore.fast
    options.changeLog = .off
    store = try Store(path: path, schema: PeopleSchema.schema, options: options)
    try put(6...6, store)
    #expect(storeError { _ = try store.changes(since: first) }?.code == .changesUnavailable)
    store.close()
    #expect(try entries(path).isEmpty)
    store = try open()
    #expect(storeError { _ = try store.changes(since: first) }?.code == .changesUnavailable)
    _ = try store.changes(since: try store.read { try $0.commitNumber } - 1)
  }

  @Test("keys and values of the log are as documented, and 8-byte aligned")
  func format() throws {
    let store = try open()
    let number = try store.write { txn in
      try txn.put(.init(title: "a", text: "b"), in: .notes)
      return txn.commitNumber
    }
    store.close()
    let entry = try #require(try entries(path).last)
    #expect(entry.key == [0, 0, 0, 0, 0, 0, 0, UInt8(number), 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(entry.value.count % 8 == 0)
    #expect(Array(entry.value[0..<12]) == [0, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0])
    #expect(Array(entry.value[16..<24]) == [255, 255, 255, 255, 0, 0, 0, 0])
    #expect(Array(entry.value[32..<40]) == Array("notes\0\0\0".utf8))
    #expect(Array(entry.value[40..<48]) == Array("a\0\0\0\0\0\0\0".utf8))
  }

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

  @Test("a nested transaction that fails is not told, and each row of a table that is emptied is")
  func nesting() async throws {
    let store = try open()
    let first = try put(1...3, store)
    var live = try store.changes().makeAsyncIterator()
    try await store.write { txn in
      try txn.put(.init(id: 4, name: "four"), in: .people)
      try? txn.nested { part in
        try part.put(.init(id: 5, name: "five"), in: .people)
        _ = try part.delete(.people, 4)
        throw Refused()
      }
      try txn.nested { part in try part.put(.init(id: 6, name: "six"), in: .people) }
    }
    try await store.write { txn in _ = try txn.truncate(.people) }
    let told = try await texts(try store.changes(since: first), 2)
    #expect(told == ["\(first + 1): 4 6", "\(first + 2): 1 2 3 4 6"])
    let (written, emptied) = (try await live.next().commit(), try await live.next().commit())
    #expect(written.rows.map(\.keyText) == ["4", "6"])
    let areDeleted =
      emptied.rows.count == 5 && emptied.rows.allSatisfy { $0.operation == .delete && $0.old != nil }
    #expect(areDeleted)
  }

  @Test("a file that is looked into tells changes without generated code, and its log is no table")
  func inspection() async throws {
    let store = try open()
    let first = try put(1...1, store)
    try put(2...2, store, name: "dynamic")
    store.close()
    let inspection = try Store.inspect(path: path)
    #expect(inspection.otherDatabases == [])
    #expect(inspection.tables.map(\.name) == ["people", "notes"])
    var changes = try inspection.changes(of: "people", since: first).makeAsyncIterator()
    let row = try await changes.next().commit().rows[0]
    #expect(row.table == "people" && row.key == "2" && row.new?["name"]?.text == "dynamic 2")
    #expect(storeError { _ = try inspection.changes(of: "nothing") }?.code == .unknownTable)
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
