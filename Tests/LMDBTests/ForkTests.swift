#if os(Linux)
  import Foundation
  import Glibc
  import LMDB
  import Testing

  /// Swift hides fork(), for good reasons; an application's C code may still call it.
  ///
  /// What a child calls should have been called before: another thread may have held a lock of the runtime at the fork,
  /// and would hold it there for ever.
  @Suite(.serialized) struct ForkTests {
    private typealias Fork = @convention(c) () -> pid_t

    private let folder: TestFolder
    private let environment: Environment
    private let database: Database

    init() throws {
      folder = try TestFolder()
      environment = try Environment(path: folder.file(), options: .fast)
      database = try environment.databases(["a"])[0]
      try environment.write { [database] txn throws in try txn.put("key", [1], in: database) }
      _ = try environment.read { [database] snapshot throws in try snapshot.value("key", in: database) }
    }

    /// Runs `body` in a forked child.
    ///
    /// - Returns: the child's exit status, 100 if `body` threw, or the negative number of the signal that ended it:
    ///   SIGALRM if it hung.
    private func forked(_ body: () throws -> Int32) throws -> Int32 {
      guard let symbol = unsafe dlsym(nil, "fork") else { throw LMDBError(.system, "there is no fork()") }
      let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
      let child = fork()
      if child == 0 {
        alarm(20)
        _exit((try? body()) ?? 100)
      }
      var status: Int32 = -1
      #expect(unsafe waitpid(child, &status, 0) == child)
      return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    private func code(_ body: () throws -> Void) -> LMDBError.Code? {
      do {
        try body()
        return nil
      } catch {
        return (error as? LMDBError)?.code
      }
    }

    @Test func `a forked child is refused, whatever it does`() throws {
      let status = try forked {
        let codes = [
          code { _ = try environment.read { snapshot throws in try snapshot.count(database) } },
          code { try environment.write { txn throws in try txn.put("key", [2], in: database) } },
          code { _ = try environment.beginRead() },
          code { try environment.freeStaleReaders() },
          code { try environment.copy(to: folder.file("copy.db")) },
          code { _ = try environment.databases(["a"]) },
        ]
        environment.close()
        return codes.allSatisfy { $0 == .forked } ? 0 : 1
      }
      #expect(status == 0)
      #expect(try environment.read { snapshot throws in try snapshot.value("key", in: database) } == [1])
    }

    @Test func `a forked child opens the file anew, and both go on`() throws {
      let status = try forked {
        let own = try Environment(path: folder.file(), options: .fast)
        let opened = try own.databases(["a"])[0]
        guard try own.read({ snapshot throws in try snapshot.value("key", in: opened) }) == [1] else {
          return 1
        }
        try own.write { txn throws in try txn.put("child", [2], in: opened) }
        guard code({ _ = try Environment(path: folder.file()) }) == .alreadyOpen else { return 2 }
        own.close()
        let again = try Environment(path: folder.file(), options: .fast)
        let last = try again.databases(["a"])[0]
        return try again.read { snapshot throws in try snapshot.value("child", in: last) } == [2] ? 0 : 3
      }
      #expect(status == 0)
      #expect(try environment.read { snapshot throws in try snapshot.value("child", in: database) } == [2])
      try environment.write { txn throws in try txn.put("parent", [3], in: database) }
      #expect(lmdbError { _ = try Environment(path: folder.file()) }?.code == .alreadyOpen)
    }

    @Test func `a child that drops an inherited snapshot does not end the parent's`() throws {
      let box = Box(try environment.beginRead())
      let status = try forked {
        box.transaction = nil
        return 0
      }
      #expect(status == 0)
      for round in 0..<50 {
        try environment.write { txn throws in
          try txn.put("key", [UInt8](repeating: UInt8(round), count: 4000), in: database)
        }
      }
      #expect(try box.value(in: database) == [1])
    }

    @Test func `a child that was forked inside a write commits nothing, and the parent's write goes on`()
      throws
    {
      var status: Int32 = -1
      try environment.write { txn throws in
        try txn.put("key", [2], in: database)
        status = try forked {
          // What the child does after the fork, if it returned from the write.
          code { try txn.nested { inner in try inner.put("key", [3], in: database) } } == .forked ? 0 : 1
        }
        try txn.put("more", [4], in: database)
      }
      #expect(status == 0)
      try environment.read { snapshot throws in
        #expect(try snapshot.value("key", in: database) == [2])
        #expect(try snapshot.value("more", in: database) == [4])
      }
    }
  }

  private final class Box {
    var transaction: ReadTransaction?
    init(_ transaction: consuming ReadTransaction) { self.transaction = consume transaction }

    func value(in database: Database) throws -> [UInt8]? {
      switch transaction {
      case .some(let transaction): return try transaction.snapshot.value("key", in: database)
      case .none: return nil
      }
    }
  }
#endif
