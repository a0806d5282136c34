import FlatBuffersRuntime
import RecordStore
import Synchronization
import Testing

private struct Refused: Error {}

/// Values that are read anew when what they were read from has changed.
@Suite(.timeLimit(.minutes(5))) struct ObservationTests {
  @Test("the value comes at once, and then each one that differs")
  func values() async throws {
    let test = try TestStore()
    var counts = test.store.observe { try $0.count(.people) }.makeAsyncIterator()
    #expect(try await counts.next() == 0)
    try test.fill(1...3)
    #expect(try await counts.next() == 3)
    try test.fill(2...2)
    try test.fill(4...4)
    #expect(try await counts.next() == 4)
  }

  @Test("tables that were not read wake nobody")
  func otherTables() async throws {
    let test = try TestStore()
    let counter = Counter()
    var names = test.store.observe { snapshot -> String? in
      counter.add()
      return try snapshot.get(.people, 1)?.name.description
    }.makeAsyncIterator()
    #expect(try await names.next() == .some(nil))
    for number in 0..<20 {
      try await test.store.write { txn in
        try txn.put(.init(title: "\(number)", text: ""), in: .notes)
      }
    }
    try test.fill(1...1)
    #expect(try await names.next() == "name 1")
    #expect(counter.count <= 3)
  }

  @Test(
    "each way to read makes the table one that was read",
    arguments: [
      { @Sendable snapshot in try snapshot.count(.people) },
      { snapshot in try snapshot.get(.people, 5) == nil ? 0 : 1 },
      { snapshot in try snapshot.contains(.people, 5) ? 1 : 0 },
      { snapshot in try snapshot.count(.people, 1...9) },
      { snapshot in try snapshot.first(.people) == nil ? 0 : 1 },
      { snapshot in
        var rows = try snapshot.rows(.people, 1...9)
        return try rows.next() == nil ? 0 : 1
      },
      { snapshot in try snapshot.get(by: .peopleByName, "name 5") == nil ? 0 : 1 },
      { snapshot in
        var rows = try snapshot.rows(by: .peopleByTeam, 0...9)
        return try rows.next() == nil ? 0 : 1
      },
    ] as [@Sendable (Snapshot) throws -> Int])
  func reads(_ read: @escaping @Sendable (Snapshot) throws -> Int) async throws {
    let test = try TestStore()
    var values = test.store.observe(read).makeAsyncIterator()
    #expect(try await values.next() == 0)
    try test.fill(5...5)
    #expect(try await values.next() == 1)
  }

  @Test("pages of a table and of an index are observed by their tokens")
  func pages() async throws {
    let test = try TestStore()
    try test.fill(1...9)
    let pages = test.store.observe { snapshot -> [[UInt64]] in
      var rows = try snapshot.rows(.people, limit: 2)
      var byTeam = try snapshot.rows(by: .peopleByName, limit: 2)
      while try rows.next() != nil {}
      while try byTeam.next() != nil {}
      return [
        try snapshot.rows(.people, limit: 2, after: rows.token).map { $0.id },
        try snapshot.rows(by: .peopleByName, limit: 2, after: byTeam.token).map { $0.id },
      ]
    }
    var values = pages.makeAsyncIterator()
    #expect(try await values.next() == [[3, 4], [3, 4]])
    try await test.store.write { txn in _ = try txn.delete(.people, 3) }
    #expect(try await values.next() == [[4, 5], [4, 5]])
  }

  @Test("what the closure throws ends the observation, and so does closing the store")
  func ends() async throws {
    let test = try TestStore()
    var failing = test.store.observe { snapshot in
      guard try snapshot.count(.people) == 0 else { throw Refused() }
      return 1
    }.makeAsyncIterator()
    var closing = test.store.observe { try $0.count(.notes) }.makeAsyncIterator()
    #expect(try await failing.next() == 1)
    #expect(try await closing.next() == 0)
    try test.fill(1...1)
    await #expect(throws: Refused.self) { try await failing.next() }
    test.store.close()
    #expect(try await closing.next() == nil)
  }
}

private final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  var count: Int { value.load(ordering: .relaxed) }
  func add() { value.add(1, ordering: .relaxed) }
}
