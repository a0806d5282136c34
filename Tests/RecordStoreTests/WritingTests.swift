import FlatBuffersRuntime
import LMDB
import RecordStore
import SharedBytes
import Testing

private struct Refused: Error {}

@Suite struct WritingTests {
  @Test func aWriteSeesItsOwnChanges() throws {
    let test = try TestStore()
    let found = try test.store.write { txn in
      try txn.put(.init(id: 1, name: "first"), in: .people)
      let name = try txn.get(.people, 1)?.name.description
      try txn.delete(.people, 1)
      let gone = try txn.get(.people, 1)?.name.description
      return [name, gone]
    }
    #expect(found == ["first", nil])
  }

  @Test func aThrowingBodyStoresNothing() throws {
    let test = try TestStore()
    #expect(throws: Refused.self) {
      try test.store.write { txn in
        try txn.put(.init(id: 1, name: "no"), in: .people)
        throw Refused()
      }
    }
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 0)
    try test.fill(1...2)
    let after = try test.store.read { txn in try txn.count(.people) }
    #expect(after == 2)
  }

  @Test func manyWritesAtOnceShareCommitsAndFailAlone() async throws {
    let test = try TestStore()
    let store = test.store
    let failures = await withTaskGroup(of: Bool.self) { group in
      for id in UInt64(0)..<400 {
        group.addTask {
          do {
            try await store.write { txn in
              try txn.put(.init(id: id, name: "name \(id)", team: UInt32(id % 5)), in: .people)
              if id % 7 == 3 { throw Refused() }
            }
            return false
          } catch { return error is Refused }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    let expected = (UInt64(0)..<400).filter { $0 % 7 != 3 }
    #expect(failures == 400 - expected.count)
    let ids = try store.read { txn in
      var ids: [UInt64] = []
      var rows = try txn.rows(.people)
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
    #expect(ids == expected)
    let indexed = try store.read { txn in
      var count = 0
      try txn.rows(by: .peopleByTeam).forEach { _ in count += 1 }
      return count
    }
    #expect(indexed == expected.count)
  }

  @Test func resultsComeBack() async throws {
    let test = try TestStore()
    let store = test.store
    let count = try await store.write { txn in
      try txn.put(.init(id: 1, name: "x"), in: .people)
      return try txn.count(.people)
    }
    #expect(count == 1)
  }

  @Test func aWriteInsideAWriteIsRefused() throws {
    let test = try TestStore()
    let error = storeError {
      try test.store.write { txn in
        try txn.put(.init(id: 1, name: "x"), in: .people)
        try test.store.write { txn in try txn.put(.init(id: 2, name: "y"), in: .people) }
      }
    }
    #expect(error?.code == .nestedWrite)
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 0)
  }

  @Test func readingInsideAWriteSeesWhatIsCommitted() throws {
    let test = try TestStore()
    let store = test.store
    try test.fill(1...1)
    let counts = try store.write { txn in
      try txn.put(.init(id: 2, name: "x"), in: .people)
      return [try store.read { txn in try txn.count(.people) }, try txn.count(.people)]
    }
    #expect(counts == [1, 2])
  }

  @Test func aClosedStoreRefuses() async throws {
    let test = try TestStore()
    try test.fill(1...1)
    test.store.close()
    test.store.close()
    #expect(storeError { try test.fill(2...2) }?.code == .closed)
    #expect(storeError { try test.store.read { txn in _ = try txn.count(.people) } }?.code == .closed)
    #expect(storeError { _ = try test.store.pin(.people, 1) }?.code == .closed)
    let store = test.store
    await #expect(throws: StoreError.self) {
      try await store.write { txn in try txn.put(.init(id: 3, name: "x"), in: .people) }
    }
  }

  @Test func closingWhileAReaderIsInside() throws {
    let test = try TestStore()
    try test.fill(1...1)
    let reader = try test.store.makeReader()
    let name = try reader.read { snapshot in
      test.store.close()
      return try snapshot.get(.people, 1)?.name.description
    }
    #expect(name == "name 1")
    reader.end()
    #expect(storeError { try reader.begin() }?.code == .closed)
  }

  @Test func aFullMapLosesNothing() throws {
    var options = TestStore.fast
    options.mapSize = 1 << 20
    let test = try TestStore(options)
    try test.fill(1...100)
    let photo = [UInt8](repeating: 7, count: 100_000)
    let error = storeError {
      try test.store.write { txn in
        for id in UInt64(1)...100 { try txn.put(.init(id: id, name: "big", photo: photo), in: .people) }
      }
    }
    #expect(error?.database?.code == .mapFull)
    #expect(error?.message.contains("mapSize") == true)
    let name = try test.store.read { txn in try txn.get(.people, 1)?.name.description }
    #expect(name == "name 1")
    try test.fill(101...110)
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 110)
  }

  @Test(arguments: [false, true])
  func `what was deleted from a full store makes room for the next write`(isAlone: Bool) throws {
    var options = TestStore.fast
    options.mapSize = 1 << 20
    let test = try TestStore(options)
    func fill(_ ids: ClosedRange<UInt64>, _ txn: inout RecordStore.WriteTransaction) throws {
      for id in ids {
        try txn.put(.init(id: id, name: "big", photo: [UInt8](repeating: 7, count: 50_000)), in: .people)
      }
    }
    try test.store.write { txn in try fill(1...16, &txn) }
    try test.store.write { txn in _ = try txn.truncate(.people) }
    if isAlone {
      // It runs once, and is told so; the next one has the room.
      let error = #expect(throws: StoreError.self) {
        try test.store.write(alone: true) { txn in try fill(21...36, &txn) }
      }
      #expect(error?.database?.code == .mapFull)
    }
    try test.store.write(alone: isAlone) { txn in try fill(21...36, &txn) }
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 16)
  }

  @Test func aSwallowedFailureStillFailsTheWrite() throws {
    var options = TestStore.fast
    options.mapSize = 1 << 20
    let test = try TestStore(options)
    let photo = [UInt8](repeating: 7, count: 2 << 20)
    let error = storeError {
      try test.store.write { txn in
        try txn.put(.init(id: 1, name: "small"), in: .people)
        do { try txn.put(.init(id: 2, name: "big", photo: photo), in: .people) } catch {}
      }
    }
    #expect(error?.database?.code == .mapFull)
    let count = try test.store.read { txn in try txn.count(.people) }
    #expect(count == 0)
  }
}
