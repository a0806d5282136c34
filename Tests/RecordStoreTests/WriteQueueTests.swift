import Dispatch
import FlatBuffersRuntime
import RecordStore
import Synchronization
import Testing

private final class CommitNumbers: Sendable {
  let values = Mutex<[UInt64]>([])
}

@Suite(.timeLimit(.minutes(2))) struct WriteQueueTests {
  @Test("No more writes share a commit than may, and all are done in their order")
  func limit() async throws {
    let test = try TestStore(TestStore.options { $0.maxWritesPerCommit = 3 })
    let store = test.store
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    let numbers = CommitNumbers()
    async let first: Void = store.write { _ in
      entered.signal()
      gate.wait()
    }
    await Task.detached { entered.wait() }.value
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in UInt64(1)...10 {
        group.addTask {
          try await store.write { txn in
            try txn.put(.init(id: id, name: "n"), in: .people)
            numbers.values.withLock { $0.append(txn.commitNumber) }
          }
        }
      }
      try await Task.sleep(for: .milliseconds(200))
      gate.signal()
      try await group.waitForAll()
    }
    try await first
    let perCommit = Dictionary(grouping: numbers.values.withLock { $0 }, by: { $0 }).values.map(\.count)
    #expect(perCommit.max() ?? 0 <= 3)
    #expect(perCommit.reduce(0, +) == 10)
    #expect(try store.read { txn in try txn.count(.people) } == 10)
  }

  @Test("A write that is cancelled while it waits is not done, and its task goes on at once")
  func cancellation() async throws {
    let test = try TestStore()
    let store = test.store
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    async let first: Void = store.write { txn in
      entered.signal()
      gate.wait()
      try txn.put(.init(id: 1, name: "first"), in: .people)
    }
    await Task.detached { entered.wait() }.value
    let waiting = Task {
      try await store.write { txn in try txn.put(.init(id: 2, name: "cancelled"), in: .people) }
    }
    let staying = Task {
      try await store.write { txn in try txn.put(.init(id: 3, name: "stays"), in: .people) }
    }
    try await Task.sleep(for: .milliseconds(50))
    waiting.cancel()
    // Before the writer goes on.
    await #expect(throws: CancellationError.self) { try await waiting.value }
    gate.signal()
    try await first
    try await staying.value
    #expect(try store.read { txn in try txn.rows(.people).map { $0.id } } == [1, 3])
  }

  @Test("A write that has begun is not cancelled")
  func tooLateToCancel() async throws {
    let test = try TestStore()
    let store = test.store
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    let writing = Task {
      try await store.write { txn in
        entered.signal()
        gate.wait()
        try txn.put(.init(id: 1, name: "done"), in: .people)
      }
    }
    await Task.detached { entered.wait() }.value
    writing.cancel()
    gate.signal()
    try await writing.value
    #expect(try store.read { txn in try txn.count(.people) } == 1)
  }

  @Test("Cancelling at any moment either writes or throws", arguments: 0..<5)
  func cancelledAtAnyMoment(_ round: Int) async throws {
    let test = try TestStore()
    let store = test.store
    let outcomes = await withTaskGroup(of: UInt64?.self) { group in
      for id in UInt64(0)..<200 {
        group.addTask {
          let task = Task {
            try await store.write { txn in try txn.put(.init(id: id, name: "n"), in: .people) }
          }
          if id % 2 == 0 { task.cancel() }
          do {
            try await task.value
            return id
          } catch {
            #expect(error is CancellationError)
            return nil
          }
        }
      }
      return await group.reduce(into: [UInt64]()) { if let id = $1 { $0.append(id) } }
    }
    let ids = try store.read { txn in try txn.rows(.people).map { $0.id } }
    #expect(ids == outcomes.sorted())
  }

  @Test(
    "Synchronizing ends at every durability, for tasks and for threads",
    arguments: [Store.Options.Durability.full, .recentWritesMayBeLost, .fileMayBeLost])
  func synchronizes(_ durability: Store.Options.Durability) async throws {
    let test = try TestStore(TestStore.options { $0.durability = durability })
    try test.fill(1...10)
    let store = test.store
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { try await store.synchronize() } }
      try await group.waitForAll()
    }
    func synchronizeBlocking() throws { try store.synchronize() }
    try synchronizeBlocking()
    let error = storeError { try store.write { _ in try store.synchronize() } }
    #expect(error?.code == .nestedWrite)
    store.close()
    #expect(storeError { try synchronizeBlocking() }?.code == .closed)
  }

  @Test(
    "A store that is only read has nothing to synchronize",
    arguments: [Store.Options.Access.readOnly, .immutable])
  func synchronizesNothing(_ access: Store.Options.Access) async throws {
    let test = try TestStore()
    try test.fill(1...1)
    test.store.close()
    var options = TestStore.fast
    options.access = access
    let store = try Store(path: test.folder.file(), schema: PeopleSchema.schema, options: options)
    try await store.synchronize()
    func synchronizeBlocking() throws { try store.synchronize() }
    try synchronizeBlocking()
  }
}
