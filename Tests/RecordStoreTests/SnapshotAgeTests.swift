import FlatBuffersRuntime
import Foundation
import LMDB
import Testing

@testable import RecordStore

/// Reads that last longer than is allowed.
@Suite(.timeLimit(.minutes(1))) struct SnapshotAgeTests {
  private let test: TestStore
  private var store: Store { test.store }

  init() throws {
    var options = TestStore.fast
    options.snapshotAgeLimit = .milliseconds(50)
    test = try TestStore(options)
    try test.fill(1...100)
  }

  private func overwrite() throws {
    try store.write { txn in try txn.put(.init(id: 1, name: "new"), in: .people) }
  }

  /// Calls `body` until it throws.
  private func error(_ body: () throws -> Void) -> StoreError? {
    storeError {
      while true {
        try body()
        Thread.sleep(forTimeInterval: 0.001)
      }
    }
  }

  /// The look-ups there are.
  enum LookUp: CaseIterable, Sendable {
    case get, missing, count, byIndex, rows, rowsByIndex, nextRow
    case reflectedGet, reflectedCount, reflectedRows, nextReflectedRow

    /// - Parameter people: the table, to be used without its generated code.
    func look(_ snapshot: RecordStore.Snapshot, _ people: ReflectedTable) throws {
      switch self {
      case .get: _ = try snapshot.get(.people, 2)
      case .missing: _ = try snapshot.get(.people, 1000)
      case .count: _ = try snapshot.count(.people)
      case .byIndex: _ = try snapshot.get(by: .peopleByName, "nobody")
      case .rows: _ = try snapshot.rows(.people, 500...)
      case .rowsByIndex: _ = try snapshot.rows(by: .peopleByTeam, 9...9)
      case .nextRow:
        // Begun while the state may be read: of 100 rows 5 ms apart, one comes too late.
        var rows = try snapshot.rows(.people)
        while try rows.next() != nil { Thread.sleep(forTimeInterval: 0.005) }
        Issue.record("a walk of half a second ended")
      case .reflectedGet: _ = try snapshot.get(people, "2")
      case .reflectedCount: _ = try snapshot.count(people)
      case .reflectedRows: try snapshot.walkRows(of: people) { _, _ in false }
      case .nextReflectedRow:
        try snapshot.walkRows(of: people) { _, _ in
          Thread.sleep(forTimeInterval: 0.005)
          return true
        }
        Issue.record("a walk of half a second ended")
      }
    }
  }

  @Test(
    "past the limit the next look-up throws, whichever it is; what was read stays, and the slot is free after it",
    arguments: LookUp.allCases)
  func lookUps(lookUp: LookUp) throws {
    let people = try store.table(named: "people")
    try store.read { snapshot in
      let kept = try #require(try snapshot.get(.people, 1)?.recordBytes?.byteCount)
      let person = try snapshot.get(.people, 1)
      let begin = ContinuousClock.now
      try overwrite()
      let failure = error { try lookUp.look(snapshot, people) }
      #expect(failure?.code == .snapshotTooOld)
      #expect(failure?.message.contains(store.path) == true)
      #expect(failure?.message.contains("overtaken by a commit ") == true)
      #expect(failure?.message.contains("snapshotAgeLimit is 0.05 seconds") == true)
      #expect(ContinuousClock.now - begin >= .milliseconds(50))
      // Others read on.
      let name = try store.read { txn in try txn.get(.people, 1)?.name.description }
      #expect(name == "new")
      let old = person?.name.description
      #expect(old == "name 1" && kept > 0)
    }
    #expect(try store.readers == [])
    let name = try store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "new")
  }

  @Test("a snapshot of the newest state is never too old")
  func newest() throws {
    try store.read { snapshot in
      Thread.sleep(forTimeInterval: 0.3)
      let count = try snapshot.count(.people)
      #expect(count == 100)
    }
  }

  @Test("a reader that is too old throws until it is ended, and reads on with a new state")
  func readers() throws {
    let reader = try store.makeReader()
    func name() throws -> String? {
      try reader.read { snapshot in try snapshot.get(.people, 1)?.name.description }
    }
    #expect(try name() == "name 1")
    try overwrite()
    #expect(error { _ = try name() }?.code == .snapshotTooOld)
    #expect(storeError { _ = try name() }?.code == .snapshotTooOld)
    reader.end()
    #expect(try name() == "new")
  }

  @Test("commits of other processes make a snapshot old, too")
  func commitsOfOthers() throws {
    try store.read { snapshot in
      // As another process would: the store is not told.
      try store.environment.write { txn throws in try txn.put(CommitMark(number: 1)) }
      #expect(error { _ = try snapshot.get(.people, 1) }?.code == .snapshotTooOld)
    }
  }

  @Test("a write may take longer than the limit")
  func writes() throws {
    try store.write { txn in
      try txn.put(.init(id: 1, name: "slow"), in: .people)
      Thread.sleep(forTimeInterval: 0.3)
      let name = try txn.get(.people, 1)?.name.description
      #expect(name == "slow")
    }
  }

  @Test("records that are verified at each read are limited as well")
  func verified() throws {
    var options = TestStore.fast
    options.verifyOnRead = true
    options.snapshotAgeLimit = .milliseconds(50)
    let test = try TestStore(options)
    try test.fill(1...3)
    try test.store.read { snapshot in
      try test.store.write { txn in try txn.put(.init(id: 1, name: "new"), in: .people) }
      #expect(error { _ = try snapshot.get(.people, 1) }?.code == .snapshotTooOld)
      let name = try test.store.read { txn in try txn.get(.people, 1)?.name.description }
      #expect(name == "new")
    }
  }
}
