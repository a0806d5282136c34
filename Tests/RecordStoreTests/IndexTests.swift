import FlatBuffersRuntime
import RecordStore
import SeededRandom
import Testing

@Suite struct IndexTests {
  private func ids(_ store: Store, team: UInt32) throws -> [UInt64] {
    try store.read { txn in
      var rows = try txn.rows(by: .peopleByTeam, team...team)
      var ids: [UInt64] = []
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
  }

  @Test func entriesFollowTheirRecords() throws {
    let test = try TestStore()
    let store = test.store
    try test.fill(1...9)
    #expect(try ids(store, team: 1) == [1, 4, 7])
    try store.write { txn in try txn.put(.init(id: 4, name: "moved", team: 2), in: .people) }
    #expect(try ids(store, team: 1) == [1, 7])
    #expect(try ids(store, team: 2) == [2, 4, 5, 8])
    try store.write { txn in _ = try txn.delete(.people, 5) }
    #expect(try ids(store, team: 2) == [2, 4, 8])
    let missing = try store.write { txn in try txn.delete(.people, 5) }
    #expect(!missing)
  }

  @Test func bothDirectionsAndOpenEnds() throws {
    let test = try TestStore()
    try test.fill(1...9)
    let found = try test.store.read { txn in
      var down: [UInt64] = []
      var rows = try txn.rows(by: .peopleByTeam, 1...2, order: .descending)
      while let person = try rows.next() { down.append(person.id) }
      var up: [UInt64] = []
      var from = try txn.rows(by: .peopleByTeam, KeyRange.after(1))
      while let person = try from.next() { up.append(person.id) }
      return [down, up]
    }
    #expect(found == [[8, 5, 2, 7, 4, 1], [2, 5, 8]])
  }

  @Test func aUniqueKeyIsKeptUnique() throws {
    let test = try TestStore()
    let store = test.store
    try store.write { txn in try txn.put(.init(id: 1, name: "Ann", email: "ann@x"), in: .people) }
    let error = storeError {
      try store.write { txn in try txn.put(.init(id: 2, name: "Bob", team: 9, email: "ann@x"), in: .people) }
    }
    #expect(error?.code == .uniqueViolation)
    #expect(error?.message.contains("peopleByEmail") == true)
    #expect(try ids(store, team: 9) == [])
    // The owner of the key may be stored again, and gives the key free by changing it.
    try store.write { txn in
      try txn.put(.init(id: 1, name: "Ann", email: "ann@x"), in: .people)
      try txn.put(.init(id: 1, name: "Ann", email: "ann@y"), in: .people)
      try txn.put(.init(id: 2, name: "Bob", email: "ann@x"), in: .people)
    }
    let id = try store.read { txn in try txn.get(by: .peopleByEmail, "ann@x")?.id }
    #expect(id == 2)
    let none = try store.read { txn in try txn.get(by: .peopleByEmail, "ann@z")?.id }
    #expect(none == nil)
  }

  @Test func `a unique violation names index, value and both rows`() throws {
    let test = try TestStore()
    let error = storeError {
      try test.store.write { txn in
        try txn.put(.init(id: 1, name: "Ann", email: "a"), in: .people)
        try txn.put(.init(id: 2, name: "Bob", team: 7, email: "a"), in: .people)
      }
    }
    #expect(error?.violation?.table == "people")
    #expect(error?.violation?.index == "peopleByEmail")
    #expect(error?.violation?.value == "\"a\"")
    #expect(error?.violation?.keys == ["1", "2"])
    let message = error?.message ?? ""
    #expect(["peopleByEmail", "\"a\"", "1", "2"].allSatisfy { message.contains($0) })
    #expect(try ids(test.store, team: 7) == [])
  }

  @Test func `two records swap their unique values in one write`() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "Ann", email: "a"), in: .people)
      try txn.put(.init(id: 2, name: "Bob", email: "b"), in: .people)
    }
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "Ann", email: "b"), in: .people)
      #expect(throws: StoreError.self) { _ = try txn.get(by: .peopleByEmail, "b")?.id }
      try txn.put(.init(id: 2, name: "Bob", email: "a"), in: .people)
      let found = try txn.get(by: .peopleByEmail, "b")?.id
      #expect(found == 1)
    }
    let found = try test.store.read { txn in
      [try txn.get(by: .peopleByEmail, "a")?.id, try txn.get(by: .peopleByEmail, "b")?.id]
    }
    #expect(found == [2, 1])
  }

  @Test func `random changes within one write keep a unique index true`() throws {
    let test = try TestStore()
    var random = SplitMix64(seed: 11)
    var model: [UInt64: String] = [:]
    for _ in 0..<300 {
      var next = model
      var changes: [(UInt64, String?)] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let id = UInt64.random(in: 0..<6, using: &random)
        let value = Bool.random(using: &random) ? String(Int.random(in: 0..<4, using: &random)) : nil
        changes.append((id, value))
        next[id] = value
      }
      let isUnique = Set(next.values).count == next.count
      let write = {
        try test.store.write { txn in
          for (id, value) in changes {
            if let value {
              try txn.put(.init(id: id, name: "x", email: value), in: .people)
            } else {
              try txn.delete(.people, id)
            }
          }
        }
      }
      if isUnique {
        try write()
        model = next
      } else {
        #expect(storeError(write)?.code == .uniqueViolation)
      }
      for value in 0..<4 {
        let found = try test.store.read { txn in try txn.get(by: .peopleByEmail, "\(value)")?.id }
        #expect(found == model.first { $0.value == "\(value)" }?.key)
      }
    }
  }

  @Test func recordsWithoutAKeyAreNotInTheIndex() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "a"), in: .people)
      try txn.put(.init(id: 2, name: "b"), in: .people)
      try txn.put(.init(id: 3, name: "c", email: ""), in: .people)
      try txn.delete(.people, 1)
    }
    let ids = try test.store.read { txn in
      var ids: [UInt64] = []
      var rows = try txn.rows(by: .peopleByEmail)
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
    #expect(ids == [3])
  }

  @Test func randomChangesKeepIndexesAndTableInStep() throws {
    let test = try TestStore()
    var random = SplitMix64(seed: 5)
    var model: [UInt64: (name: String, team: UInt32)] = [:]
    for _ in 0..<60 {
      try test.store.write { txn in
        for _ in 0..<20 {
          let id = UInt64.random(in: 0..<80, using: &random)
          if Int.random(in: 0..<4, using: &random) == 0 {
            #expect(try txn.delete(.people, id) == (model.removeValue(forKey: id) != nil))
          } else {
            let name = String(repeating: "n", count: Int.random(in: 0..<40, using: &random))
            let team = UInt32.random(in: 0..<6, using: &random)
            try txn.put(.init(id: id, name: name, team: team), in: .people)
            model[id] = (name, team)
          }
        }
      }
    }
    for team in UInt32(0)..<6 {
      #expect(try ids(test.store, team: team) == model.filter { $0.value.team == team }.keys.sorted())
    }
    let byName = try test.store.read { txn in
      var ids: [UInt64] = []
      var rows = try txn.rows(by: .peopleByName)
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
    let expected = model.sorted { ($0.value.name.count, $0.key) < ($1.value.name.count, $1.key) }.map(\.key)
    #expect(byName == expected)
  }
}
