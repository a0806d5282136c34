#if os(Linux)
  import FlatBuffersRuntime
  import Glibc
  import LMDB
  import RecordStore
  import Testing

  /// See `ForkTests` of LMDB for what a forked child may call.
  @Suite struct ForkTests {
    private typealias Fork = @convention(c) () -> pid_t

    @Test func `a write in a forked child is refused at once, and the child opens the file anew`() throws {
      let test = try TestStore()
      try test.fill(1...1)
      let path = test.store.path
      guard let symbol = unsafe dlsym(nil, "fork") else { throw LMDBError(.system, "there is no fork()") }
      let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
      let child = fork()
      if child == 0 {
        alarm(20)
        _exit(ForkTests.status { try ForkTests.useChild(test.store, path) })
      }
      var status: Int32 = -1
      #expect(unsafe waitpid(child, &status, 0) == child)
      #expect(status == 0)
      let name = try test.store.read { txn in try txn.get(.people, 2)?.name.description }
      #expect(name == "child")
      try test.fill(3...3)
    }

    private static func status(_ body: () throws -> Int32) -> Int32 {
      (try? body()) ?? 100
    }

    private static func useChild(_ inherited: Store, _ path: String) throws -> Int32 {
      do {
        try inherited.write { txn in try txn.put(.init(id: 2, name: "no"), in: .people) }
        return 1
      } catch {
        guard (error as? StoreError)?.database?.code == .forked else { return 2 }
      }
      inherited.close()
      let own = try Store(path: path, schema: PeopleSchema.schema, options: TestStore.fast)
      try own.write { txn in try txn.put(.init(id: 2, name: "child"), in: .people) }
      let name = try own.read { txn in try txn.get(.people, 1)?.name.description }
      own.close()
      return name == "name 1" ? 0 : 3
    }
  }
#endif
