import LMDB
import Testing

private struct Refused: Error {}

@Suite struct DroppingTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a", "b"])[0]
    try environment.write { [database] txn throws in
      for number in 0..<100 { try txn.put("\(number)", [UInt8](repeating: 1, count: 5000), in: database) }
    }
  }

  @Test func `a database is emptied, and an open snapshot still sees what was in it`() throws {
    let old = try environment.beginRead()
    try environment.write { txn throws in
      try txn.drop(database, delete: false)
      #expect(try txn.snapshot.count(database) == 0)
      try txn.put("new", [1], in: database)
    }
    #expect(try old.snapshot.count(database) == 100)
    #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 1)
  }

  @Test func `a deleted database is gone, and one of its name is a new one`() throws {
    try environment.write { txn throws in try txn.drop(database, delete: true) }
    #expect(try environment.databaseNames() == ["b"])
    let again = try environment.databases(["a"])[0]
    #expect(try environment.read { snapshot throws in try snapshot.count(again) } == 0)
  }

  @Test func `a deletion that is undone leaves the database, to be opened anew`() throws {
    #expect(throws: Refused.self) {
      try environment.write { txn throws in
        try txn.drop(database, delete: true)
        throw Refused()
      }
    }
    #expect(try environment.databaseNames() == ["a", "b"])
    let again = try environment.databases(["a"])[0]
    #expect(try environment.read { snapshot throws in try snapshot.count(again) } == 100)
  }

  @Test func `no database is deleted while a snapshot of this process is open`() throws {
    var old = try environment.beginRead()
    let error = lmdbError { try environment.write { txn throws in try txn.drop(database, delete: true) } }
    #expect(error?.code == .snapshotsOpen)
    #expect(error?.message.contains("1 snapshot is open") == true)
    #expect(try old.snapshot.count(database) == 100)
    #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 100)
    old.reset()
    try environment.write { txn throws in try txn.drop(database, delete: true) }
    #expect(try environment.databaseNames() == ["b"])
  }

  @Test func `reads wait while a database is deleted, and others that want to write do not hinder it`()
    async throws
  {
    let environment = environment
    let other = try environment.databases(["b"])[0]
    let database = database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask {
          for round in 0..<200 {
            if number < 2 {
              try environment.write { txn throws in try txn.put("\(round)", [1], in: other) }
            } else {
              _ = try environment.read { snapshot throws in try snapshot.count(other) }
            }
            await Task.yield()
          }
        }
      }
      group.addTask { try environment.write { txn throws in try txn.drop(database, delete: true) } }
      try await group.waitForAll()
    }
    #expect(try environment.databaseNames() == ["b"])
  }

  @Test func `the main database can't be dropped`() {
    for delete in [false, true] {
      let error = lmdbError { try environment.write { txn throws in try txn.drop(.main, delete: delete) } }
      #expect(error?.code == .incompatible)
      #expect(error?.message.contains("main database") == true)
    }
  }
}
