#if os(Linux)
  import Glibc
  import LMDB
  import Testing

  @Suite struct ForkTests {
    private typealias Fork = @convention(c) () -> pid_t

    @Test func aForkedChildIsRefused() throws {
      let folder = try TestFolder()
      let environment = try Environment(path: folder.file(), options: .fast)
      let database = try environment.databases(["a"])[0]
      // Swift hides fork(), for good reasons; an application's C code may still call it.
      guard let symbol = unsafe dlsym(nil, "fork") else { return }
      let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
      // What the child calls has been called before: another thread may have held a lock of the runtime at the fork,
      // and would hold it there for ever.
      #expect(try environment.read { snapshot in try snapshot.count(database) } == 0)
      let child = fork()
      if child == 0 {
        alarm(60)
        do {
          _ = try environment.read { snapshot in try snapshot.count(database) }
          _exit(1)
        } catch {
          _exit((error as? LMDBError)?.code == .forked ? 0 : 2)
        }
      }
      var status: Int32 = -1
      #expect(unsafe waitpid(child, &status, 0) == child)
      #expect(status == 0)
      #expect(try environment.read { snapshot in try snapshot.count(database) } == 0)
    }
  }
#endif
