import Foundation
import LMDB
import Programs
import Testing

@Suite(.enabled("mounting a file system takes root's rights") { await SmallDisk.isPossible() })
struct DiskFullTests {
  private func put(_ count: Int, size: Int, _ environment: Environment, _ database: Database) throws {
    try environment.write { txn throws in
      for number in 0..<count { try txn.put("\(number)", [UInt8](repeating: 1, count: size), in: database) }
    }
  }

  @Test func `a full disk is an error with a remedy, after which the database can be used`() async throws {
    try await SmallDisk.with(size: "4m") { disk in
      let environment = try Environment(path: disk.file())
      let database = try environment.databases(["a"])[0]
      try put(10, size: 1000, environment, database)
      for (count, size) in [(3000, 3000), (2, 5 << 20), (100, 100_000)] {
        let error = lmdbError { try put(count, size: size, environment, database) }
        #expect(error?.code == .noSpace)
        #expect(error?.message.contains(disk.file()) == true)
        #expect(error?.message.contains("No space left on device") == true)
        #expect(error?.remedy?.contains("Free some space") == true)
        #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 10)
      }
      // What failed left pages behind that the next transactions fill.
      try put(20, size: 1000, environment, database)
      #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 20)
    }
  }

  @Test func `a disk that others have filled can be written to again after they freed some`() async throws {
    try await SmallDisk.with(size: "4m") { disk in
      let environment = try Environment(path: disk.file())
      let database = try environment.databases(["a"])[0]
      try disk.fill()
      #expect(lmdbError { try put(200, size: 3000, environment, database) }?.code == .noSpace)
      #expect(lmdbError { try environment.copy(to: disk.file("copy.db")) }?.code == .noSpace)
      #expect(!FileManager.default.fileExists(atPath: disk.file("copy.db")))
      #expect(lmdbError { _ = try Environment(path: disk.file("new.db")) }?.code == .noSpace)
      try disk.free()
      try put(200, size: 3000, environment, database)
      #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 200)
    }
  }

  /// Slots are written to the lock file through a memory map, which must not run out of space then.
  @Test func `many readers at once on a full disk`() async throws {
    try await SmallDisk.with(size: "4m") { disk in
      let environment = try Environment(path: disk.file())
      try disk.fill()
      var readers: [Reader] = []
      for _ in 0..<2000 { readers.append(Reader(try environment.beginRead())) }
      #expect(readers.count == 2000)
    }
  }
}

private final class Reader {
  let transaction: ReadTransaction
  init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
}
