import FlatBuffersRuntime
import RecordStore
import Testing

@Suite struct RowsTests {
  @Test("Rows give their keys: of the table, and of an index")
  func keys() throws {
    let test = try TestStore()
    try test.fill([5, 300])
    var seen: [String] = []
    try test.store.read { txn in
      var rows = try txn.rows(.people)
      while let row = try rows.nextRow() { seen.append("\(try row.key) \(row.record.name)") }
      var byName = try txn.rows(by: .peopleByName, order: .descending)
      while let row = try byName.nextRow() { seen.append("\(try row.key) \(row.record.id)") }
    }
    #expect(seen == ["5 name 5", "300 name 300", "name 5 5", "name 300 300"])
  }

  @Test("A row stays valid while the walk goes on")
  func rowsStay() throws {
    let test = try TestStore()
    try test.fill(1...50)
    let key = try test.store.read { txn in
      var rows = try txn.rows(.people)
      let first = try rows.nextRow()
      while try rows.next() != nil {}
      return try first?.key
    }
    #expect(key == 1)
  }

  @Test("A key that its type does not read is an error that names it")
  func unreadableKeys() throws {
    let test = try TestStore()
    try test.fill([300])
    let small = Table<Person, UInt8>(
      name: "people", ordinal: PeopleSchema.people.definition.ordinal,
      fingerprint: PeopleSchema.people.definition.fingerprint, key: { _ in 0 })
    let error = storeError {
      try test.store.read { txn in
        var rows = try txn.rows(small)
        _ = try rows.nextRow()?.key
      }
    }
    #expect(error?.code == .key)
    #expect(error?.table == "people")
    #expect(error?.key == "0x000000000000012c")
  }

  @Test("Ranges are written at the call without their type")
  func rangesAtTheCall() throws {
    let test = try TestStore()
    try test.fill(1...5)
    let ids = try test.store.read { txn in
      try [
        txn.rows(.people, .all).map { $0.id }, txn.rows(.people, .after(3)).map { $0.id },
        txn.rows(.people, .before(3)).map { $0.id }, txn.rows(.people, .only(3)).map { $0.id },
        txn.rows(.people, 2...3).map { $0.id }, txn.rows(.people, 4...).map { $0.id },
        txn.rows(by: .peopleByTeam, .only(1)).map { $0.id },
        txn.rows(by: .peopleByTeam, .after(1), order: .descending).map { $0.id },
      ]
    }
    #expect(ids == [[1, 2, 3, 4, 5], [4, 5], [1, 2], [3], [2, 3], [4, 5], [1, 4], [5, 2]])
  }

  @Test(
    "A limit ends a walk, in both directions", arguments: [(0, []), (-1, []), (2, [1, 2]), (9, [1, 2, 3])])
  func limits(_ limit: Int, _ expected: [UInt64]) throws {
    let test = try TestStore()
    try test.fill(1...3)
    let ids = try test.store.read { txn in try txn.rows(.people, limit: limit).map { $0.id } }
    #expect(ids == expected)
    let down = try test.store.read { txn in
      try txn.rows(.people, 1...3, order: .descending, limit: limit).map { $0.id }
    }
    #expect(down == Array([3, 2, 1].prefix(max(limit, 0))))
  }

  @Test("What sequences have, rows have")
  func sequenceOperations() throws {
    let test = try TestStore()
    try test.fill(1...6)
    try test.store.read { txn in
      var sum: UInt64 = 0
      try txn.rows(.people).forEach { sum += $0.id }
      #expect(sum == 21)
      #expect(try txn.rows(.people).reduce(0) { $0 + $1.id } == 21)
      #expect(try txn.rows(.people).reduce(into: []) { $0.append($1.team) } == [1, 2, 0, 1, 2, 0])
      #expect(try txn.rows(.people).compactMap { $0.team == 1 ? $0.id : nil } == [1, 4])
      let team: UInt32 = 2
      #expect(try txn.rows(.people).filter { $0.team == team }.map { $0.id } == [2, 5])
      #expect(try txn.rows(.people).filter { $0.team == 0 }.reduce(into: 0) { $0 += $1.id } == 9)
      var odd = try txn.rows(.people).filter { $0.id % 2 == 1 }
      let first = try odd.next()?.id
      #expect(first == 1)
      var left: [UInt64] = []
      try odd.forEach { left.append($0.id) }
      #expect(left == [3, 5])
    }
  }
}
