import Dispatch
import FlatBuffersRuntime
import RecordStore
import Synchronization
import Testing

private struct Refused: Error {}

@Suite struct ThreadTests {
  @Test func threadsThatWriteAndReadAtOnce() throws {
    let test = try TestStore()
    let store = test.store
    let problems = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for step in 0..<200 {
        let id = UInt64(thread * 1000 + step)
        do {
          let before = try store.write { txn in
            try txn.put(.init(id: id, name: "name \(id)", team: UInt32(thread)), in: .people)
            if step % 5 == 4 { throw Refused() }
            return try txn.count(.people)
          }
          let after = try store.read { txn in
            guard try txn.get(.people, id) != nil else { return 0 }
            return try txn.count(.people)
          }
          if after < before || step % 5 == 4 { problems.add(1, ordering: .relaxed) }
        } catch {
          if !(error is Refused) || step % 5 != 4 { problems.add(1, ordering: .relaxed) }
        }
      }
    }
    #expect(problems.load(ordering: .relaxed) == 0)
    let count = try store.read { txn in try txn.count(.people) }
    #expect(count == 8 * 160)
  }

  @Test func storesThatAreOpenedAndClosedAtOnce() throws {
    let problems = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 16) { number in
      do {
        let test = try TestStore()
        try test.fill(1...5)
        test.store.close()
        let path = test.store.path
        guard number % 2 == 0 else { return }
        // The file is closed though the closed store is still there.
        try withExtendedLifetime(test) {
          let again = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
          let count = try again.read { txn in try txn.count(.people) }
          if count != 5 { problems.add(1, ordering: .relaxed) }
        }
      } catch {
        problems.add(1, ordering: .relaxed)
      }
    }
    #expect(problems.load(ordering: .relaxed) == 0)
  }
}
