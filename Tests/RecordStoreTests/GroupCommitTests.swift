import Dispatch
import FlatBuffersRuntime
import LMDB
import Programs
import RecordStore
import Synchronization
import Testing

private struct Refused: Error {}

/// Writes that wait at the same time share a commit, and must not fail because of each other.
@Suite struct GroupCommitTests {
  /// Runs `writes` so that all of them wait for one commit: while a first one is held up.
  ///
  /// - Returns: the errors, at the places of their writes.
  private func together(
    _ store: Store, _ count: Int, alone: @escaping @Sendable (Int) -> Bool = { _ in false },
    _ body: @escaping @Sendable (Int, inout RecordStore.WriteTransaction) throws -> Void
  ) async -> [(any Error)?] {
    let mayGoOn = DispatchSemaphore(value: 0)
    return await withTaskGroup(of: (Int, (any Error)?).self) { group in
      group.addTask {
        do {
          try await store.write(alone: true) { _ in mayGoOn.wait() }
          return (-1, nil)
        } catch { return (-1, error) }
      }
      for number in 0..<count {
        group.addTask {
          do {
            try await store.write(alone: alone(number)) { txn in try body(number, &txn) }
            return (number, nil)
          } catch { return (number, error) }
        }
      }
      // All tasks have started and queued their write by then.
      try? await Task.sleep(for: .milliseconds(300))
      mayGoOn.signal()
      var errors = [(any Error)?](repeating: nil, count: count)
      for await (number, error) in group where number >= 0 { errors[number] = error }
      return errors
    }
  }

  /// A store that has room for a few more large records, filled with 64 of them.
  private func nearlyFullStore() throws -> TestStore {
    var options = TestStore.fast
    options.mapSize = 1 << 20
    let test = try TestStore(options)
    for id in UInt64(0)..<64 { try put(test.store, id, "first") }
    return test
  }

  private func put(_ store: Store, _ id: UInt64, _ name: String) throws {
    try store.write { txn in
      try txn.put(.init(id: id, name: name, photo: [UInt8](repeating: 1, count: 10_000)), in: .people)
    }
  }

  @Test func `overwrites at once in a nearly full store succeed, as they do one by one`() async throws {
    let test = try nearlyFullStore()
    for id in UInt64(0)..<64 { try put(test.store, id, "one by one") }
    let errors = await together(test.store, 64) { number, txn in
      try txn.put(
        .init(id: UInt64(number), name: "at once", photo: [UInt8](repeating: 2, count: 10_000)), in: .people)
    }
    #expect(errors.compactMap { $0 }.isEmpty)
    let names = try test.store.read { txn in
      var names: [String] = []
      var rows = try txn.rows(.people)
      while let person = try rows.next() { names.append(person.name.description) }
      return names
    }
    #expect(names == [String](repeating: "at once", count: 64))
  }

  @Test func `a write that is too large for the store fails alone`() async throws {
    let test = try nearlyFullStore()
    let errors = await together(test.store, 20) { number, txn in
      let size = number == 7 ? 2 << 20 : 100
      try txn.put(
        .init(id: UInt64(number), name: "new", photo: [UInt8](repeating: 1, count: size)), in: .people)
      if number == 9 { throw Refused() }
    }
    for (number, error) in errors.enumerated() {
      switch number {
      case 7: #expect((error as? StoreError)?.database?.code == .mapFull)
      case 9: #expect(error is Refused)
      default: #expect(error == nil, "\(number)")
      }
    }
    let stored = try test.store.read { txn in
      var count = 0
      var rows = try txn.rows(.people)
      while let person = try rows.next() { count += person.name.description == "new" ? 1 : 0 }
      return count
    }
    #expect(stored == 18)
  }

  @Test func `a write that hides that there was no room is tried again like any other`() async throws {
    let test = try nearlyFullStore()
    let errors = await together(test.store, 64) { number, txn in
      do {
        try txn.put(
          .init(id: UInt64(number), name: "at once", photo: [UInt8](repeating: 2, count: 10_000)), in: .people
        )
      } catch { throw Refused() }
    }
    #expect(errors.compactMap { $0 }.isEmpty)
  }

  @Test func `what a write found in a shared transaction that failed does not count`() async throws {
    let test = try nearlyFullStore()
    // Every write takes the same unique key and gives it free again if it is the only one: the errors of those that
    // found a neighbour's record must not outlive the neighbour.
    let errors = await together(test.store, 32) { number, txn in
      try txn.put(
        .init(
          id: UInt64(number), name: "n", email: "one@x", photo: [UInt8](repeating: 2, count: 10_000)),
        in: .people)
      if number % 2 == 0 { throw Refused() }
    }
    let owner = try test.store.read { txn in try txn.get(by: .peopleByEmail, "one@x")?.id }
    for (number, error) in errors.enumerated() where number % 2 == 1 {
      if UInt64(number) == owner {
        #expect(error == nil)
      } else {
        #expect((error as? StoreError)?.code == .uniqueViolation)
      }
    }
    #expect(owner != nil)
  }

  @Test func `a write that wants to be alone runs exactly once`() async throws {
    let test = try nearlyFullStore()
    let runs = Mutex([Int](repeating: 0, count: 64))
    let errors = await together(test.store, 64, alone: { $0 == 5 }) { number, txn in
      runs.withLock { $0[number] += 1 }
      try txn.put(
        .init(id: UInt64(number), name: "at once", photo: [UInt8](repeating: 2, count: 10_000)), in: .people)
    }
    #expect(errors.compactMap { $0 }.isEmpty)
    let counted = runs.withLock { $0 }
    #expect(counted[5] == 1)
    // Otherwise this test shows nothing.
    #expect(counted.contains { $0 > 1 })
  }

  @Test func `results are those of the run that was stored`() async throws {
    let test = try nearlyFullStore()
    let store = test.store
    let counts = await withTaskGroup(of: (Int, Int)?.self) { group in
      for number in 0..<64 {
        group.addTask {
          let runs = Mutex(0)
          let result = try? await store.write { txn in
            let run = runs.withLock { runs in
              runs += 1
              return runs
            }
            try txn.put(
              .init(id: UInt64(number), name: "\(run)", photo: [UInt8](repeating: 2, count: 10_000)),
              in: .people)
            return run
          }
          return result.map { (number, $0) }
        }
      }
      var results: [(Int, Int)] = []
      for await result in group { if let result { results.append(result) } }
      return results
    }
    #expect(counts.count == 64)
    for (number, run) in counts {
      let name = try store.read { txn in try txn.get(.people, UInt64(number))?.name.description }
      #expect(name == "\(run)")
    }
  }

  @Test(.enabled("mounting a file system takes root's rights") { await SmallDisk.isPossible() })
  func `of writes at once on a small disk those are stored that fit`() async throws {
    try await SmallDisk.with(size: "4m") { disk in
      let store = try Store(path: disk.file(), schema: PeopleSchema.schema)
      let errors = await together(store, 64) { number, txn in
        try txn.put(
          .init(id: UInt64(number), name: "n", photo: [UInt8](repeating: 2, count: 100_000)), in: .people)
      }
      let stored = try store.read { txn in try txn.count(.people) }
      #expect(stored >= 20)
      #expect(errors.count { $0 == nil } == stored)
      for error in errors.compactMap({ $0 }) { #expect((error as? StoreError)?.database?.code == .noSpace) }
      store.close()
    }
  }
}
