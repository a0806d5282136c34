import LMDB
import SharedBytes
import Testing

/// Another process makes the database larger than this process's memory map.
@Suite struct MapGrowthTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    var options = Environment.Options.fast
    options.mapSize = 1 << 20
    environment = try Environment(path: folder.file(), options: options)
    database = try environment.databases(["a"])[0]
    try environment.write { [database] txn throws in try txn.put("key", [1, 2, 3], in: database) }
  }

  /// Grows the database from 1 MiB to about 4 MiB.
  private func grow() async throws {
    try await OtherProcess(folder.file(), "grow", "\(1 << 26)", "1000").finish()
  }

  @Test func `reads, writes and kept readers go on after another process made the database larger`()
    async throws
  {
    var kept = try environment.beginRead()
    kept.reset()
    try await grow()
    #expect(try environment.read { snapshot throws in try snapshot.value("key", in: database) } == [1, 2, 3])
    try kept.renew()
    #expect(try kept.snapshot.value("key", in: database) == [1, 2, 3])
    let grown = try environment.databases(["grown"], create: false)[0]
    #expect(try environment.read { snapshot throws in try snapshot.count(grown) } == 1000)
  }

  @Test func `a write is the first to notice that the database grew`() async throws {
    try await grow()
    var runs = 0
    try environment.write { txn throws in
      runs += 1
      try txn.put("large", [UInt8](repeating: 1, count: 8 << 20), in: database)
    }
    #expect(runs == 1)
    #expect(
      try environment.read { snapshot throws in try snapshot.value("large", in: database)?.count } == 8 << 20)
  }

  @Test func `room that another process made is used after a write found this process's map full`()
    async throws
  {
    func put() throws {
      try environment.write { txn throws in
        try txn.put("large", [UInt8](repeating: 1, count: 2 << 20), in: database)
      }
    }
    #expect(lmdbError { try put() }?.code == .mapFull)
    #expect(lmdbError { try put() }?.code == .mapFull)
    try await OtherProcess(folder.file(), "grow", "\(1 << 26)", "1").finish()
    try put()
    #expect(
      try environment.read { snapshot throws in try snapshot.value("large", in: database)?.count } == 2 << 20)
  }

  @Test func `a copy is the first to notice that the database grew`() async throws {
    try await grow()
    try environment.copy(to: folder.file("copy.db"))
    let copy = try Environment(path: folder.file("copy.db"), options: .fast)
    #expect(try copy.databaseNames() == ["a", "grown"])
  }

  @Test func `an open snapshot keeps the map, and is named as the reason until it ends`() async throws {
    var kept = try environment.beginRead()
    try await grow()
    let start = ContinuousClock.now
    let first = lmdbError { try environment.read { _ in } }
    #expect(first?.code == .mapResized)
    #expect(first?.message.contains("1 open transaction") == true)
    #expect(first?.remedy?.contains("Release pinned records") == true)
    // Once it was waited in vain, the next ones are told at once.
    for _ in 0..<50 { #expect(lmdbError { try environment.write { _ in } }?.code == .mapResized) }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(try kept.snapshot.value("key", in: database) == [1, 2, 3])
    kept.reset()
    #expect(try environment.read { snapshot throws in try snapshot.value("key", in: database) } == [1, 2, 3])
  }

  @Test func `many threads that read and write go on after the database grew`() async throws {
    let environment = environment
    let database = database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let end = ContinuousClock.now + .seconds(3)
          while ContinuousClock.now < end {
            let found = try environment.read { snapshot throws in try snapshot.value("key", in: database) }
            #expect(found == [1, 2, 3])
            if number == 0 {
              do {
                try environment.write { txn throws in try txn.put("b", [4], in: database) }
              } catch let error as LMDBError where error.code == .mapFull {
                // A thread that reads and does not get its turn keeps the pages of many small writes.
              }
            }
            try await Task.sleep(for: .milliseconds(1))
          }
        }
      }
      group.addTask {
        for size in [3, 6, 9] {
          try await OtherProcess(folder.file(), "grow", "\(size << 24)", "\(size * 1000)").finish()
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a memory map that was asked for before the database grew knows where bytes are afterwards`()
    async throws
  {
    let map = environment.memoryMap
    func isMapped(_ key: String) throws -> Bool? {
      let key = SharedBytes(Array(key.utf8))
      return try environment.read { snapshot throws in
        guard let value = try snapshot.get(database, key.bytes) else { return nil }
        return map.contains(value)
      }
    }
    #expect(try isMapped("key") == true)
    try await grow()
    #expect(try isMapped("key") == true)
    let elsewhere = SharedBytes([1, 2, 3])
    let isElsewhereMapped = map.contains(elsewhere.bytes)
    #expect(!isElsewhereMapped)
  }
}
