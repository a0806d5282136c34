import FlatBuffersRuntime
import RecordStore
import SeededRandom
import Testing

private struct Refused: Error {}

/// Streams of changes within one process.
@Suite(.timeLimit(.minutes(5))) struct ChangeStreamTests {
  typealias People = TableChanges<Person, UInt64>

  /// What a stream gives until the row with a number changes.
  static func events<Changes: AsyncSequence<ChangeEvent<StoredRowChange>, StoreError>>(
    _ changes: Changes, until end: String
  ) async throws -> [ChangeEvent<StoredRowChange>] {
    var events: [ChangeEvent<StoredRowChange>] = []
    for try await event in changes {
      events.append(event)
      if case .commit(let commit) = event, commit.rows.contains(where: { $0.keyText == end }) { break }
    }
    return events
  }

  @Test("a stream tells each row that a commit changed, with the record before and after")
  func rows() async throws {
    let test = try TestStore()
    try test.fill(1...2)
    var people = try test.store.changes(of: .people).makeAsyncIterator()
    let number = try await test.store.write { txn in
      try txn.put(.init(id: 2, name: "two"), in: .people)
      try txn.put(.init(id: 3, name: "three"), in: .people)
      try txn.put(.init(id: 3, name: "drei"), in: .people)
      try txn.delete(.people, 1)
      try txn.put(.init(id: 4, name: "four"), in: .people)
      try txn.delete(.people, 4)
      try txn.delete(.people, 5)
      return txn.commitNumber
    }
    let commit = try await people.next().commit()
    #expect(commit.number == number && commit.isComplete)
    let rows = commit.rows.map { row in
      "\(row.key ?? 0) \(row.operation) \(row.old?.record.name.description ?? "-")"
        + " \(row.new?.record.name.description ?? "-")"
    }
    #expect(rows == ["2 put name 2 two", "3 put - drei", "1 delete name 1 -"])
    #expect(commit.rows[0].keyText == "2")
  }

  @Test("a stream of a table leaves out commits and rows of others, and one of all tells their names")
  func tables() async throws {
    let test = try TestStore()
    let (all, notes) = (try test.store.changes(), try test.store.changes(of: .notes))
    try test.fill(1...1)
    try await test.store.write { txn in
      try txn.put(.init(id: 2, name: "b"), in: .people)
      try txn.put(.init(title: "t", text: "x"), in: .notes)
    }
    test.store.close()
    var told: [[String]] = []
    for try await case .commit(let commit) in all {
      told.append(commit.rows.map { "\($0.table) \($0.keyText)" })
    }
    #expect(told == [["people 1"], ["people 2", "notes \"t\""]])
    var titles: [String?] = []
    for try await case .commit(let commit) in notes { titles += commit.rows.map(\.key) }
    #expect(titles == ["t"])
  }

  @Test("a stream says how far it knows the store and what it tells of last, also if nobody reads it")
  func progress() async throws {
    let test = try TestStore()
    let notes = try test.store.changes(of: .notes)
    let progress = notes.progress
    let start = try test.store.read { try $0.commitNumber }
    #expect(progress()?.seen == start && progress()?.changed == 0)
    try test.fill(1...1)
    #expect(progress()?.seen == start + 1 && progress()?.changed == 0)
    try await test.store.write { txn in try txn.put(.init(title: "t", text: "x"), in: .notes) }
    try test.fill(2...2)
    #expect(progress()?.seen == start + 3 && progress()?.changed == start + 2)
    withExtendedLifetime(notes) {}
    test.store.close()
    #expect(progress() == nil)
  }

  @Test("a body that fails is not told, and changes nothing of what the others of its commit are told")
  func failures() async throws {
    let test = try TestStore()
    let changes = try test.store.changes()
    let store = test.store
    await withTaskGroup { group in
      for id in UInt64(1)...200 {
        group.addTask {
          try? await store.write { txn in
            try txn.put(.init(id: id, name: "n"), in: .people)
            if id % 3 == 0 { throw Refused() }
          }
        }
      }
    }
    try await store.write { txn in try txn.put(.init(id: 1000, name: "end"), in: .people) }
    let events = try await Self.events(changes, until: "1000")
    var keys: [String] = []
    for case .commit(let commit) in events { keys += commit.rows.map(\.keyText) }
    let expected = (1...200).filter { $0 % 3 != 0 } + [1000]
    #expect(keys.compactMap { Int($0) }.sorted() == expected)
  }

  @Test("many writers: commits come in order and complete, each row with what it was before")
  func model() async throws {
    let test = try TestStore()
    let store = test.store
    let changes = try store.changes(of: .people)
    async let model = Self.follow(changes)
    await withTaskGroup { group in
      for writer in UInt64(0)..<8 {
        group.addTask {
          var random = SplitMix64(seed: writer)
          for step in 0..<150 {
            let ids = (0..<random.next() % 4 + 1).map { _ in random.next() % 40 }
            let fails = random.next() % 7 == 0
            try? await store.write { txn in
              for id in ids {
                if (id + UInt64(step)) % 3 == 0 {
                  try txn.delete(.people, id)
                } else {
                  try txn.put(.init(id: id, name: "\(writer) \(step)"), in: .people)
                }
              }
              if fails { throw Refused() }
            }
          }
        }
      }
    }
    try await store.write { txn in try txn.put(.init(id: 1000, name: "end"), in: .people) }
    let (names, commits) = try await model
    let stored = try store.read { txn in
      var stored: [UInt64: String] = [:]
      var rows = try txn.rows(.people)
      while let person = try rows.next() { stored[person.id] = person.name.description }
      return stored
    }
    #expect(names == stored)
    #expect(commits > 10)
  }

  /// Applies what a stream tells, and checks that it goes with what was told before.
  private static func follow(_ changes: People) async throws -> (names: [UInt64: String], commits: Int) {
    var names: [UInt64: String] = [:]
    var last: UInt64 = 0
    var commits = 0
    for try await event in changes {
      guard case .commit(let commit) = event else {
        Issue.record("\(event)")
        break
      }
      #expect(commit.number > last)
      last = commit.number
      commits += 1
      for row in commit.rows {
        guard let key = row.key else { continue }
        #expect(row.old?.record.name.description == names[key])
        names[key] = row.new?.record.name.description
      }
      if names[1000] != nil { break }
    }
    return (names, commits)
  }

  @Test("a consumer that is too slow is told from which commit on it lagged, and is told the next ones again")
  func lag() async throws {
    let test = try TestStore()
    var people = try test.store.changes(of: .people, buffer: ChangeBuffer(commits: 3)).makeAsyncIterator()
    let before = try test.store.read { try $0.commitNumber }
    for id in UInt64(1)...9 { try test.fill(id...id) }
    let unknown = try await people.next().unknown()
    #expect(unknown.since == before && unknown.through == before + 9 && unknown.reason == .lagged)
    try test.fill(10...10)
    let commit = try await people.next().commit()
    #expect(commit.number == before + 10)
  }

  @Test(
    "a write that is larger than the stream's bound is told as unknown, and costs no more memory than that")
  func largeWrite() async throws {
    let test = try TestStore()
    var people = try test.store.changes(of: .people, buffer: ChangeBuffer(bytes: 10_000)).makeAsyncIterator()
    try test.fill(1...20_000)
    let unknown = try await people.next().unknown()
    #expect(unknown.reason == .lagged && unknown.through == unknown.since + 1)
  }

  @Test("streams end when the store closes, and when their task is cancelled")
  func ends() async throws {
    let test = try TestStore()
    let (first, second) = (try test.store.changes(), try test.store.changes())
    let (told, note) = AsyncStream.makeStream(of: Void.self)
    let cancelled = Task {
      try await first.reduce(into: 0) { count, _ in
        count += 1
        note.yield()
      }
    }
    let closed = Task { try await second.reduce(into: 0) { count, _ in count += 1 } }
    try test.fill(1...1)
    for await _ in told { break }
    cancelled.cancel()
    #expect(try await cancelled.value == 1)
    test.store.close()
    #expect(try await closed.value == 1)
    #expect(throws: StoreError.self) { try test.store.changes() }
  }

  @Test("rebuilding the indexes changes no row")
  func rebuilding() async throws {
    let test = try TestStore()
    var all = try test.store.changes().makeAsyncIterator()
    try test.store.rebuildIndexes()
    try test.fill(7...7)
    let commit = try await all.next().commit()
    #expect(commit.rows.map(\.keyText) == ["7"])
  }
}
