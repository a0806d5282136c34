import FlatBuffersRuntime
import Testing

@testable import RecordStore

/// What is kept in the log, how, and for how long.
extension ChangeLogTests {
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
}
