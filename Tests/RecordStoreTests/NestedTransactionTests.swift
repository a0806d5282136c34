import FlatBuffersRuntime
import RecordStore
import Testing

private struct Refused: Error {}

@Suite struct NestedTransactionTests {
  @Test("A nested transaction that throws changes nothing outside, and the outer one goes on")
  func undone() throws {
    let test = try TestStore()
    try test.fill([1, 2])
    try test.store.write { txn in
      try txn.put(.init(id: 3, name: "before", email: "a@b"), in: .people)
      #expect(throws: Refused.self) {
        try txn.nested { part in
          try part.put(.init(id: 3, name: "changed", email: "c@d"), in: .people)
          try part.delete(.people, 1)
          #expect(try part.get(.people, 3)?.draft.name == "changed")
          throw Refused()
        }
      }
      try txn.put(.init(id: 4, name: "after"), in: .people)
    }
    let (ids, emails) = try test.store.read { txn in
      try (txn.rows(.people).map { $0.id }, txn.rows(by: .peopleByEmail).map { $0.email?.description })
    }
    #expect(ids == [1, 2, 3, 4])
    #expect(emails == ["a@b"])
  }

  @Test("Nested transactions nest, and give what their bodies give")
  func nests() throws {
    let test = try TestStore()
    let sum = try test.store.write { txn in
      try txn.nested { outer in
        try outer.put(.init(id: 1, name: "outer"), in: .people)
        try? outer.nested { inner in
          try inner.put(.init(id: 2, name: "inner"), in: .people)
          throw Refused()
        }
        return try outer.nested { inner in
          try inner.put(.init(id: 3, name: "inner"), in: .people)
          return try inner.rows(.people).reduce(0) { $0 + $1.id }
        }
      }
    }
    #expect(sum == 4)
    #expect(try test.store.read { txn in try txn.rows(.people).map { $0.id } } == [1, 3])
  }

  @Test("What a nested transaction broke in a unique index is forgotten with it")
  func contestsAreUndone() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "one", email: "x"), in: .people)
      #expect(throws: Refused.self) {
        try txn.nested { part in
          try part.put(.init(id: 2, name: "two", email: "x"), in: .people)
          throw Refused()
        }
      }
      // The index can be read again.
      #expect(try txn.get(by: .peopleByEmail, "x")?.draft.id == 1)
    }
    #expect(try test.store.read { txn in try txn.count(.people) } == 1)
  }

  @Test("A swap in a unique index may end outside of the nested transaction it began in")
  func contestsGoOn() throws {
    let test = try TestStore()
    try test.store.write { txn in
      try txn.put(.init(id: 1, name: "one", email: "x"), in: .people)
      try txn.nested { part in try part.put(.init(id: 2, name: "two", email: "x"), in: .people) }
      try txn.update(.people, 1) { $0.email = "y" }
    }
    let ids = try test.store.read { txn in try txn.rows(by: .peopleByEmail).map { $0.id } }
    #expect(ids == [2, 1])
  }

  @Test("A write whose nested transactions were all undone is no commit")
  func noCommit() throws {
    let test = try TestStore()
    try test.fill([1])
    let before = try test.store.read { txn in try txn.commitNumber }
    try test.store.write { txn in
      try? txn.nested { part in
        try part.truncate(.people)
        throw Refused()
      }
      let left = try txn.count(.people)
      #expect(left == 1)
    }
    let (after, count) = try test.store.read { txn in try (txn.commitNumber, txn.count(.people)) }
    #expect(after == before)
    #expect(count == 1)
  }
}
