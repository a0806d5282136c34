import Foundation
import LMDB
import Programs
import Testing

/// A small file system in memory, for one test.
private final class SmallDisk: Sendable {
  let folder: TestFolder

  /// Whether this process may mount anything: as root, and not in every container.
  static func isPossible() async -> Bool {
    guard getuid() == 0, let disk = try? await SmallDisk(size: "1m") else { return false }
    await disk.unmount()
    return true
  }

  init(size: String) async throws {
    folder = try TestFolder()
    _ = try await Program(
      named: "mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder.path]
    ).output()
  }

  func unmount() async {
    _ = try? await Program(named: "umount", ["-l", folder.path]).run()
  }
}

@Suite(.enabled("mounting a file system takes root's rights") { await SmallDisk.isPossible() })
struct DiskFullTests {
  private func withDisk(_ body: (TestFolder) async throws -> Void) async throws {
    let disk = try await SmallDisk(size: "4m")
    do {
      try await body(disk.folder)
    } catch {
      await disk.unmount()
      throw error
    }
    await disk.unmount()
  }

  private func put(_ count: Int, size: Int, _ environment: Environment, _ database: Database) throws {
    try environment.write { txn throws in
      for number in 0..<count { try txn.put("\(number)", [UInt8](repeating: 1, count: size), in: database) }
    }
  }

  @Test func `a full disk is an error with a remedy, after which the database can be used`() async throws {
    try await withDisk { folder in
      let environment = try Environment(path: folder.file())
      let database = try environment.databases(["a"])[0]
      try put(10, size: 1000, environment, database)
      for (count, size) in [(3000, 3000), (2, 5 << 20), (100, 100_000)] {
        let error = lmdbError { try put(count, size: size, environment, database) }
        #expect(error?.code == .noSpace)
        #expect(error?.message.contains(folder.file()) == true)
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
    try await withDisk { folder in
      let environment = try Environment(path: folder.file())
      let database = try environment.databases(["a"])[0]
      let other = folder.file("other")
      #expect(FileManager.default.createFile(atPath: other, contents: nil))
      let file = try FileHandle(forWritingTo: URL(filePath: other))
      while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
      let error = lmdbError { try put(200, size: 3000, environment, database) }
      #expect(error?.code == .noSpace)
      #expect(lmdbError { try environment.copy(to: folder.file("copy.db")) }?.code == .noSpace)
      #expect(!FileManager.default.fileExists(atPath: folder.file("copy.db")))
      try file.close()
      try FileManager.default.removeItem(atPath: other)
      try put(200, size: 3000, environment, database)
      #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 200)
    }
  }

  @Test func `many readers at once on a full disk`() async throws {
    try await withDisk { folder in
      let environment = try Environment(path: folder.file())
      let database = try environment.databases(["a"])[0]
      #expect(lmdbError { try put(3000, size: 3000, environment, database) }?.code == .noSpace)
      let file = folder.file("other")
      #expect(FileManager.default.createFile(atPath: file, contents: nil))
      let handle = try FileHandle(forWritingTo: URL(filePath: file))
      while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
      // Slots are written to the lock file, which must not run out of space then.
      var readers: [Reader] = []
      for _ in 0..<2000 { readers.append(Reader(try environment.beginRead())) }
      #expect(readers.count == 2000)
      try handle.close()
    }
  }
}

private final class Reader {
  let transaction: ReadTransaction
  init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
}
