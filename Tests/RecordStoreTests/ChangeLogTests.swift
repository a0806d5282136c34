import FlatBuffersRuntime
import LMDB
import Testing

@testable import RecordStore

private struct Refused: Error {}

/// The log of changes that a store keeps in its file, as streams tell it.
@Suite(.timeLimit(.minutes(5))) struct ChangeLogTests {
  let folder: TestFolder
  var path: String { folder.file() }

  init() throws { folder = try TestFolder() }

  func open(
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
  func put(_ ids: ClosedRange<UInt64>, _ store: Store, name: String = "name") throws -> UInt64 {
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
  func texts(
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
  func entries(_ path: String) throws -> [RowScan.Row] {
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
}
