import FlatBuffersRuntime
import RecordStore
import Testing

@Suite struct InsertingTests {
  @Test("An insert of a key that exists is an error with the key, and changes nothing")
  func insertsOnce() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.insert(.init(id: 7, name: "first", email: "a@b"), into: .people)
      let error = storeError { try txn.insert(.init(id: 7, name: "second", email: "c@d"), into: .people) }
      #expect(error?.code == .recordExists)
      #expect(error?.table == "people")
      #expect(error?.key == "7")
      let buffer = try RecordBuffer<Person>(.init(id: 7, name: "third"))
      #expect(storeError { try txn.insert(buffer, into: .people) }?.code == .recordExists)
    }
    let found = try test.store.read { txn in
      try [txn.get(.people, 7)?.name.description, txn.get(by: .peopleByEmail, "c@d")?.name.description]
    }
    #expect(found == ["first", nil])
  }

  @Test("A put asks first whether the record is absent, present or unchanged")
  func conditionalPuts() throws {
    let test = try TestStore()
    let store = test.store
    func put(_ name: String, if condition: WriteCondition<Person>) throws -> Bool {
      try store.write { txn in try txn.put(.init(id: 1, name: name), in: .people, if: condition) }
    }
    #expect(try put("none", if: .present) == false)
    #expect(try put("one", if: .absent))
    #expect(try put("again", if: .absent) == false)
    let read = try #require(try store.pin(.people, 1))
    #expect(try put("two", if: .unchanged(from: read)))
    #expect(try put("lost update", if: .unchanged(from: read)) == false)
    #expect(try put("three", if: .present))
    let built = try RecordBuffer<Person>(.init(id: 1, name: "three"))
    #expect(try put("four", if: .unchanged(from: built)))
    let name = try store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "four")
  }

  @Test("A put that its condition keeps from happening is no commit")
  func refusedPutsAreNoCommits() throws {
    let test = try TestStore()
    try test.fill([1])
    let before = try test.store.read { txn in try txn.commitNumber }
    try test.store.write { txn in
      #expect(try txn.put(.init(id: 1, name: "x"), in: .people, if: .absent) == false)
      #expect(try txn.delete(.people, 2, if: .present) == false)
      let didUpdate = try txn.update(.people, 2) { _ in Issue.record("there is no such record") }
      #expect(!didUpdate)
      #expect(try txn.truncate(.notes) == 0)
    }
    let after = try test.store.read { txn in try txn.commitNumber }
    #expect(after == before)
  }

  @Test("A delete asks first whether the record is unchanged")
  func conditionalDeletes() throws {
    let test = try TestStore()
    let store = test.store
    try test.fill([1])
    let old = try #require(try store.pin(.people, 1))
    let deleted = try store.write { txn in
      try txn.update(.people, 1) { $0.team = 9 }
      return try txn.delete(.people, 1, if: .unchanged(from: old))
    }
    #expect(!deleted)
    let new = try #require(try store.pin(.people, 1))
    #expect(try store.write { txn in try txn.delete(.people, 1, if: .unchanged(from: new)) })
    #expect(try store.read { txn in try txn.count(.people) + txn.count(by: .peopleByTeam) } == 0)
  }

  @Test("An update changes fields and indexes, and says whether there was a record")
  func updates() throws {
    let test = try TestStore()
    try test.fill([1])
    let updated = try test.store.write { txn in
      try txn.update(.people, 1) { person in
        person.team = 7
        person.email = "new@x"
      }
    }
    #expect(updated)
    let found = try test.store.read { txn in
      try [
        txn.get(by: .peopleByEmail, "new@x")?.name.description,
        txn.get(by: .peopleByTeam, 7)?.name.description,
        txn.get(by: .peopleByTeam, 1)?.name.description,
      ]
    }
    #expect(found == ["name 1", "name 1", nil])
  }

  @Test("An update that changes the primary key, or throws, changes nothing")
  func refusedUpdates() throws {
    struct Refused: Error {}
    let test = try TestStore()
    try test.fill([1])
    try test.store.write { txn in
      let error = storeError { try txn.update(.people, 1) { $0.id = 2 } }
      #expect(error?.code == .key)
      #expect(error?.message.contains("an update of the record 1 makes its primary key 2") == true)
      #expect(throws: Refused.self) {
        try txn.update(.people, 1) { person in
          person.name = "half"
          throw Refused()
        }
      }
    }
    let names = try test.store.read { txn in try txn.rows(.people).map { $0.name.description } }
    #expect(names == ["name 1"])
  }

  @Test("Bytes are verified before they are put")
  func verifiedBytes() throws {
    let test = try TestStore()
    let good = try RecordBuffer<Person>(.init(id: 5, name: "five"))
    try test.store.write { txn in
      try txn.put(verifying: good.bytes.bytes, in: .people)
      let error = storeError { try txn.put(verifying: good.bytes.bytes.extracting(first: 12), in: .people) }
      #expect(error?.code == .invalidRecord)
      #expect(error?.table == "people")
      #expect(storeError { try txn.put(verifying: RawSpan(), in: .people) }?.code == .invalidRecord)
    }
    let name = try test.store.read { txn in try txn.get(.people, 5)?.name.description }
    #expect(name == "five")
  }
}
