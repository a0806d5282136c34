import FlatBuffersRuntime
import RecordStore
import Testing

@Suite struct DeletingRangesTests {
  /// How many records and index entries there are.
  private func counts(_ store: Store) throws -> [Int] {
    try store.read { txn in
      try [txn.count(.people), txn.count(by: .peopleByName), txn.count(by: .peopleByTeam)]
    }
  }

  @Test("A range goes with its index entries", arguments: [10, 512, 513, 2_000])
  func ranges(_ size: UInt64) throws {
    let test = try TestStore()
    try test.fill(1...(size + 5))
    let deleted = try test.store.write { txn in
      try [
        txn.delete(.people, 3...(size + 2)), txn.delete(.people, .before(2)), txn.delete(.people, .only(1)),
      ]
    }
    #expect(deleted == [Int(size), 1, 0])
    #expect(try counts(test.store) == [4, 4, 4])
    #expect(
      try test.store.read { txn in try txn.rows(.people).map { $0.id } } == [2, size + 3, size + 4, size + 5])
  }

  @Test("The records of an index's range go", arguments: [9, 3_000])
  func indexRanges(_ size: UInt64) throws {
    let test = try TestStore()
    try test.fill(1...size)
    let deleted = try test.store.write { txn in
      try (txn.delete(by: .peopleByTeam, .only(1)), txn.delete(by: .peopleByTeam, 7...9))
    }
    #expect(deleted == (Int(size) / 3, 0))
    let left = Int(size) / 3 * 2
    #expect(try counts(test.store) == [left, left, left])
  }

  @Test("Truncating empties a table and its indexes, and no other", arguments: [false, true])
  func truncates(_ isNested: Bool) throws {
    let test = try TestStore()
    try test.fill(1...3_000)
    let deleted = try test.store.write { txn in
      try txn.put(.init(title: "stays"), in: .notes)
      try txn.put(.init(id: 1, name: "with email", email: "a@b"), in: .people)
      let deleted = try isNested ? txn.nested { try $0.truncate(.people) } : txn.truncate(.people)
      #expect(try txn.count(.people) == 0)
      try txn.put(.init(id: 2, name: "new", email: "a@b"), in: .people)
      return deleted
    }
    #expect(deleted == 3_000)
    #expect(try counts(test.store) == [1, 1, 1])
    let found = try test.store.read { txn in
      try [txn.get(by: .peopleByEmail, "a@b")?.name.description, txn.get(.notes, "stays")?.title.description]
    }
    #expect(found == ["new", "stays"])
  }

  @Test("Truncating while records swap values in a unique index")
  func truncatesWhileContested() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "one", email: "x"), in: .people)
      try txn.put(.init(id: 2, name: "two", email: "x"), in: .people)
      #expect(try txn.truncate(.people) == 2)
      try txn.put(.init(id: 3, name: "three", email: "x"), in: .people)
    }
    let id = try test.store.read { txn in try txn.get(by: .peopleByEmail, "x")?.id }
    #expect(id == 3)
  }
}
