import FlatBuffersRuntime
import RecordStore
import Testing

@Suite struct AppendingTests {
  @Test("Records appended in order are found, in indexes, too, and progress is told")
  func appends() throws {
    let test = try TestStore()
    let told = try test.store.write(alone: true) { txn in
      var told: [Int] = []
      try txn.append(
        contentsOf: (UInt64(1)...10_000).map { .init(id: $0, name: "name \($0)", team: UInt32($0 % 3)) },
        to: .people
      ) { told.append($0) }
      try txn.append(.init(id: 20_000, name: "last"), to: .people)
      return told
    }
    #expect(told == [4096, 8192, 10_000])
    let counts = try test.store.read { txn in
      try [txn.count(.people), txn.count(by: .peopleByTeam, .only(1)), txn.count(.people, .after(9_990))]
    }
    #expect(counts == [10_001, 3_334, 11])
  }

  @Test("A record out of order is an error with its key, and changes nothing")
  func outOfOrder() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.append(.init(id: 5, name: "five"), to: .people)
      for id: UInt64 in [4, 5] {
        let error = storeError { try txn.append(.init(id: id, name: "x", email: "x"), to: .people) }
        #expect(error?.code == .recordExists)
        #expect(error?.key == "\(id)")
      }
      // A table without indexes, where LMDB itself refuses.
      try txn.append(.init(title: "m"), to: .notes)
      for title in ["a", "m"] {
        let error = storeError { try txn.append(.init(title: title), to: .notes) }
        #expect(error?.code == .recordExists)
        #expect(error?.key == title.debugDescription)
      }
      try txn.append(.init(title: "z"), to: .notes)
    }
    let (counts, names) = try test.store.read { txn in
      try (
        [txn.count(.people), txn.count(by: .peopleByEmail), txn.count(.notes)],
        txn.rows(.notes).map { $0.title.description }
      )
    }
    #expect(counts == [1, 0, 2])
    #expect(names == ["m", "z"])
  }

  @Test("An append that is refused is no commit and no change, also where somebody follows changes")
  func refusedAppend() async throws {
    let test = try TestStore()
    let changes = try test.store.changes()
    let before = try await test.store.write { txn in
      try txn.put(.init(title: "m"), in: .notes)
      return txn.commitNumber
    }
    try await test.store.write { txn in
      _ = storeError { try txn.append(.init(title: "m", text: "x"), to: .notes) }
    }
    #expect(try test.store.read { try $0.commitNumber } == before)
    try await test.store.write { txn in
      _ = storeError { try txn.append(.init(title: "a"), to: .notes) }
      try txn.put(.init(title: "z"), in: .notes)
    }
    var iterator = changes.makeAsyncIterator()
    var told: [[String]] = []
    for _ in 0..<2 {
      guard case .commit(let commit)? = try await iterator.next() else { continue }
      told.append(commit.rows.map(\.keyText))
    }
    #expect(told == [[#""m""#], [#""z""#]])
  }

  @Test("Loading is broken off by whoever watches it")
  func brokenOff() throws {
    struct Stopped: Error {}
    let test = try TestStore()
    #expect(throws: Stopped.self) {
      try test.store.write(alone: true) { txn in
        try txn.append(
          contentsOf: (UInt64(1)...9_000).lazy.map { .init(id: $0, name: "n") }, to: .people
        ) { _ in throw Stopped() }
      }
    }
    #expect(try test.store.read { txn in try txn.count(.people) } == 0)
  }
}
