import FlatBuffersRuntime
import LMDB
import Testing

@testable import RecordStore

/// Puts and deletes on condition that nobody changed the record since a commit.
@Suite struct UnchangedSinceTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func open(_ logging: ChangeLogging = .on()) throws -> Store {
    var options = TestStore.fast
    options.changeLog = logging
    return try Store(path: folder.file(), schema: PeopleSchema.schema, options: options)
  }

  /// - Returns: the number of the commit.
  @discardableResult
  private func put(_ id: UInt64, _ name: String, _ store: Store) throws -> UInt64 {
    try store.write(alone: true) { txn in
      try txn.put(.init(id: id, name: name), in: .people)
      return txn.commitNumber
    }
  }

  private func put(_ id: UInt64, since commit: UInt64, _ store: Store) throws -> Bool {
    try store.write { txn in
      try txn.put(.init(id: id, name: "late"), in: .people, if: .unchanged(since: commit))
    }
  }

  @Test("a record is put if no commit changed it since, whatever happened to others")
  func puts() throws {
    let store = try open()
    let first = try put(1, "one", store)
    let second = try put(2, "two", store)
    #expect(try put(1, since: second, store))
    #expect(try !put(1, since: second, store))
    #expect(try put(2, since: second, store))
    #expect(try !put(1, since: first, store))
    // Nobody ever put it.
    #expect(try put(3, since: first, store))
  }

  @Test("the same bytes again are a change, and so are a delete and a deleted range")
  func changes() throws {
    let store = try open()
    let number = try put(1, "one", store)
    try put(1, "one", store)
    try put(2, "two", store)
    let deleted = try put(3, "three", store)
    _ = try store.write { txn in try txn.delete(.people, 2) }
    _ = try store.write { txn in try txn.delete(.people, 3...) }
    #expect(try !put(1, since: number, store))
    #expect(try !put(2, since: deleted, store))
    #expect(try !put(3, since: deleted, store))
    let isDeleted = try store.write { txn in try txn.delete(.people, 1, if: .unchanged(since: deleted)) }
    #expect(isDeleted)
  }

  @Test("what the write itself changed counts, unless it was undone")
  func ownChanges() throws {
    struct Undone: Error {}
    let store = try open()
    let number = try put(1, "one", store)
    let results = try store.write { txn in
      try? txn.nested { part in
        try part.put(.init(id: 1, name: "undone"), in: .people)
        throw Undone()
      }
      let before = try txn.put(.init(id: 1, name: "a"), in: .people, if: .unchanged(since: number))
      let after = try txn.put(.init(id: 1, name: "b"), in: .people, if: .unchanged(since: number))
      return [before, after]
    }
    #expect(results == [true, false])
  }

  @Test("where the log can't tell, it is an error that says why")
  func unknown() throws {
    do {
      let store = try open(.off)
      let number = try put(1, "one", store)
      let error = storeError { _ = try put(1, since: number, store) }
      #expect(error?.code == .changesUnavailable)
      #expect(error?.message.contains("keeps no log") == true)
      #expect(error?.table == "people" && error?.key == "1")
    }
    var log = ChangeLogOptions()
    log.maxChanges = 2
    let store = try open(.on(log))
    let number = try put(1, "one", store)
    for id in 2...6 as ClosedRange<UInt64> { try put(id, "more", store) }
    let trimmed = storeError { _ = try put(1, since: number, store) }
    #expect(trimmed?.code == .changesUnavailable)
    #expect(trimmed?.message.contains("the log reaches back to") == true)
    let future = storeError { _ = try put(1, since: number + 1000, store) }
    #expect(future?.message.contains("the file's last commit is") == true)
  }
}
