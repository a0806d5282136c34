import LMDB
import SharedBytes
import Testing

private struct Refused: Error {}

@Suite struct DatabaseTests {
  private let folder: TestFolder
  private let environment: Environment

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
  }

  @Test func `the main database holds plain keys, zero bytes among them`() throws {
    #expect(try environment.read { snapshot throws in try snapshot.value("x", in: .main) } == nil)
    let keys = ["\0\0", "\0\u{1}key", "plain"]
    try environment.write { txn throws in
      for key in keys { try txn.put(key, Array(key.utf8), in: .main) }
    }
    try environment.read { snapshot throws in
      var found: [String] = []
      var cursor = try snapshot.cursor(.main)
      while let entry = try cursor.next() {
        found.append(String(decoding: Array(SharedBytes(copying: entry.key)), as: UTF8.self))
      }
      #expect(found == keys)
      #expect(try snapshot.count(.main) == 3)
    }
    try environment.write { txn throws in #expect(try txn.delete("\0\0", in: .main)) }
    #expect(try environment.read { snapshot throws in try snapshot.value("\0\0", in: .main) } == nil)
  }

  @Test func `the main database can be read in a file that was opened for reading only`() throws {
    try environment.write { txn throws in try txn.put("key", [1], in: .main) }
    environment.close()
    var options = Environment.Options.fast
    options.access = .readOnly
    let reader = try Environment(path: folder.file(), options: options)
    #expect(try reader.read { snapshot throws in try snapshot.value("key", in: .main) } == [1])
    #expect(try reader.databaseNames() == [])
  }

  @Test func `keys that name a database can't be overwritten or deleted`() throws {
    _ = try environment.databases(["a"])
    #expect(
      lmdbError { try environment.write { txn throws in try txn.put("a", [1], in: .main) } }?.code
        == .incompatible)
    #expect(
      lmdbError { try environment.write { txn throws in _ = try txn.delete("a", in: .main) } }?.code
        == .incompatible)
    #expect(try environment.databaseNames() == ["a"])
  }

  @Test func `a file's databases are listed, and values that only look like one are not`() throws {
    _ = try environment.databases(["b", "a", "ä"])
    try environment.write { txn throws in
      try txn.put("c", [UInt8](repeating: 0, count: 48), in: .main)
      try txn.put("d", [UInt8](repeating: 2, count: 48), in: .main)
      try txn.put("e", [UInt8](repeating: 2, count: 4000), in: .main)
      try txn.put("f\0", [UInt8](repeating: 2, count: 48), in: .main)
      #expect(try txn.snapshot.databaseNames() == ["a", "b", "ä"])
    }
    #expect(try environment.databaseNames() == ["a", "b", "ä"])
    environment.close()
    let again = try Environment(path: folder.file(), options: .fast)
    #expect(try again.databaseNames() == ["a", "b", "ä"])
  }

  @Test(arguments: [false, true])
  func `only those databases are opened that exist`(isReadOnly: Bool) throws {
    _ = try environment.databases(["a", "b"])
    environment.close()
    var options = Environment.Options.fast
    if isReadOnly { options.access = .readOnly }
    let again = try Environment(path: folder.file(), options: options)
    let opened = try again.openExisting(["b", "missing", "a", "b"])
    #expect(opened.map { $0 != nil } == [true, false, true, true])
    #expect(opened[0] == opened[3])
    #expect(opened[0] != opened[2])
    #expect(try again.databaseNames() == ["a", "b"])
    #expect(lmdbError { _ = try again.openExisting([""]) }?.code == .badDatabase)
    #expect(lmdbError { _ = try again.openExisting(["a\0"]) }?.code == .badDatabase)
  }

  @Test func `databases are opened and created within a write`() throws {
    let database = try environment.write { txn throws in
      #expect(try txn.open("new", create: false) == nil)
      let made = try txn.open("new", create: true)
      let database = try #require(made)
      try txn.put("key", [1], in: database)
      return database
    }
    #expect(try environment.read { snapshot throws in try snapshot.value("key", in: database) } == [1])
    #expect(throws: Refused.self) {
      try environment.write { txn throws in
        _ = try txn.open("gone", create: true)
        throw Refused()
      }
    }
    #expect(try environment.databaseNames() == ["new"])
    #expect(try environment.openExisting(["gone"]) == [nil])
  }

  @Test func `a database of an aborted write can't be read`() throws {
    var kept: Database?
    #expect(throws: Refused.self) {
      try environment.write { txn throws in
        kept = try txn.open("gone", create: true)
        throw Refused()
      }
    }
    let database = try #require(kept)
    let error = lmdbError { _ = try environment.read { snapshot throws in try snapshot.count(database) } }
    #expect(error?.code == .badTransaction)
    #expect(error?.message.contains("was closed") == true)
  }

  @Test func `a database that other software made with flags is refused`() async throws {
    try await OtherProcess(folder.file(), "flagged", "4").finish()
    let error = lmdbError { _ = try environment.databases(["flagged"]) }
    #expect(error?.code == .incompatible)
    #expect(error?.message.contains("flags 0x4") == true)
    #expect(try environment.databaseNames() == ["flagged"])
  }

  @Test func `too many databases are an error that names the option`() throws {
    var options = Environment.Options.fast
    options.maxDatabases = 3
    let small = try Environment(path: folder.file("small.db"), options: options)
    let error = lmdbError { _ = try small.databases(["a", "b", "c", "d"]) }
    #expect(error?.code == .databasesFull)
    #expect(error?.remedy?.contains("maxDatabases") == true)
    #expect(try small.databases(["a", "b", "c"]).count == 3)
  }

  @Test func `transactions have the number of their commit`() throws {
    let database = try environment.databases(["a"])[0]
    let before = try environment.read { snapshot in snapshot.transactionID }
    let writing = try environment.write { txn throws in
      try txn.put("key", [1], in: database)
      return txn.transactionID
    }
    #expect(writing == before + 1)
    var transaction = try environment.beginRead()
    #expect(transaction.transactionID == writing)
    #expect(transaction.snapshot.transactionID == writing)
    transaction.reset()
    #expect(transaction.transactionID == 0)
  }
}
