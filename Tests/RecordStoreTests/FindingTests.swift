import FlatBuffersRuntime
import LMDB
import Testing

@testable import RecordStore

@Suite struct FindingTests {
  @Test("Keys and index keys are found without their records")
  func contains() throws {
    let test = try TestStore()
    try test.fill([1, 2, 5])
    let store = test.store
    let found = try store.read { txn in
      try [
        txn.contains(.people, 5), txn.contains(.people, 4), txn.contains(by: .peopleByName, "name 2"),
        txn.contains(by: .peopleByName, "name"), txn.contains(by: .peopleByTeam, 2),
        txn.contains(by: .peopleByEmail, "a@b"),
      ]
    }
    #expect(found == [true, false, true, false, true, false])
    let own = try store.write { txn in
      try txn.put(.init(id: 4, name: "new", email: "a@b"), in: .people)
      try txn.delete(.people, 5)
      return try [
        txn.contains(.people, 4), txn.contains(.people, 5), txn.contains(by: .peopleByEmail, "a@b"),
      ]
    }
    #expect(own == [true, false, true])
  }

  @Test("A range is counted without reading its records")
  func counts() throws {
    let test = try TestStore()
    try test.fill(1...10)
    let counts = try test.store.read { txn in
      try [
        txn.count(.people), txn.count(.people, 3...5), txn.count(.people, .after(8)),
        txn.count(.people, .before(3)), txn.count(.people, .only(11)), txn.count(by: .peopleByTeam),
        txn.count(by: .peopleByTeam, .only(1)), txn.count(by: .peopleByTeam, 1...2),
        txn.count(by: .peopleByEmail),
      ]
    }
    #expect(counts == [10, 3, 2, 2, 0, 10, 4, 7, 0])
  }

  @Test("First and last records and keys of a range")
  func ends() throws {
    let test = try TestStore()
    let none = try test.store.read { txn in
      try (txn.firstKey(.people), txn.lastKey(.people), txn.first(.people)?.id, txn.last(.people)?.id)
    }
    #expect(none == (nil, nil, nil, nil))
    try test.fill([10, 20, 30])
    let ends = try test.store.read { txn in
      try (
        txn.firstKey(.people), txn.lastKey(.people), txn.first(.people, .after(10))?.id,
        txn.last(.people, .before(30))?.id
      )
    }
    #expect(ends == (10, 30, 20, 20))
    let next = try test.store.write { txn in
      try txn.put(.init(id: 31, name: "x"), in: .people)
      return try txn.lastKey(.people)
    }
    #expect(next == 31)
  }

  @Test("Many keys are looked for at once, in the order given")
  func manyKeys() throws {
    let test = try TestStore()
    try test.fill(1...100)
    var found: [String] = []
    try test.store.read { txn in
      try txn.get(.people, [70, 3, 200, 3]) { id, person in
        found.append("\(id) \(person?.name.description ?? "none")")
      }
    }
    #expect(found == ["70 name 70", "3 name 3", "200 none", "3 name 3"])
    let ids = (0..<1000).map { UInt64($0 * 37 % 130) }
    var together: [UInt64?] = []
    try test.store.read { txn in
      try txn.get(.people, ids) { id, person in together.append(person?.id == id ? id : nil) }
    }
    #expect(together == ids.map { 1...100 ~= $0 ? $0 : nil })
  }

  @Test("Text of a record is a key as it lies there")
  func textInPlace() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(title: "Ann\0e", text: "a note"), in: .notes)
      try txn.put(.init(id: 1, name: "Ann\0e", email: "x"), in: .people)
    }
    let found = try test.store.read { txn in
      guard let person = try txn.get(.people, 1), let email = person.email else { return [String?]() }
      return try [
        txn.get(.notes, person.name)?.text?.description, txn.get(.notes, email)?.text?.description,
        txn.get(by: .peopleByName, person.name)?.name.description,
        txn.get(by: .peopleByEmail, email)?.name.description,
        txn.get(by: .peopleByEmail, person.name)?.name.description,
      ]
    }
    #expect(found == ["a note", nil, "Ann\0e", "Ann\0e", nil])
  }

  @Test("An index entry without its record is an error that names the index", arguments: [true, false])
  func danglingEntries(_ isUnique: Bool) throws {
    let test = try TestStore()
    let store = test.store
    try store.write { txn in try txn.put(.init(id: 1, name: "one", email: "x"), in: .people) }
    let people = try #require(try store.environment.openExisting(["people"])[0])
    try store.environment.write { transaction in
      var mark = try #require(try transaction.snapshot.commitMark())
      mark.transaction = transaction.transactionID
      try transaction.put(mark)
      let key = UInt64(1).encoded
      _ = try transaction.delete(key.bytes, in: people)
    }
    let error = storeError {
      try store.read { txn in
        if isUnique {
          _ = try txn.contains(by: .peopleByEmail, "x")
        } else {
          _ = try txn.contains(by: .peopleByName, "one")
        }
      }
    }
    #expect(error?.table == "people")
    #expect(error?.index == (isUnique ? "peopleByEmail" : "peopleByName"))
  }
}
