import Foundation
import LMDB
import Testing

/// LMDB's other layout: a folder with `data.mdb` and `lock.mdb`.
@Suite struct FolderTests {
  private let folder: TestFolder
  private let database: String

  init() async throws {
    folder = try TestFolder()
    database = folder.file("env")
    try FileManager.default.createDirectory(atPath: database, withIntermediateDirectories: true)
    try await OtherProcess(database, "grow", "\(1 << 26)", "1").finish()
  }

  private func files() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: database))
  }

  @Test(arguments: ["env", "env/", "env/data.mdb", "link", "link.mdb"])
  func `a folder is opened with its own lock file, by whatever path`(name: String) async throws {
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: database)
    try manager.createSymbolicLink(
      atPath: folder.file("link.mdb"), withDestinationPath: database + "/data.mdb")
    let environment = try Environment(path: folder.file(name), options: .fast)
    let opened = try environment.databases(["grown"], create: false)[0]
    #expect(try environment.read { snapshot throws in try snapshot.count(opened) } == 1)
    try environment.write { txn throws in try txn.put("more", [4], in: opened) }
    #expect(try files() == ["data.mdb", "lock.mdb"])
    #expect(Set(try manager.contentsOfDirectory(atPath: folder.path)) == ["env", "link", "link.mdb"])
    for other in ["env", "env/data.mdb", "link", "link.mdb"] {
      #expect(lmdbError { _ = try Environment(path: folder.file(other)) }?.code == .alreadyOpen)
    }
    // Another process that opened the folder is seen in the lock file.
    let holder = OtherProcess(database, "read")
    try await holder.whileReady { _ throws in #expect(try environment.freeStaleReaders() == 0) }
    #expect(try environment.freeStaleReaders() == 1)
  }

  @Test func `a folder without a data file is an error that says so`() throws {
    let empty = folder.file("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let error = lmdbError { _ = try Environment(path: empty) }
    #expect(error?.code == .notAFile)
    #expect(error?.message.contains("\(empty): this is a folder that holds no data.mdb") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty) == [])
  }

  @Test func `a damaged data file in a folder is an error`() throws {
    let file = database + "/data.mdb"
    try Data(try Data(contentsOf: URL(filePath: file)).dropLast(4096)).write(to: URL(filePath: file))
    for path in [database, file] {
      let error = lmdbError { _ = try Environment(path: path) }
      #expect(error?.code == .damaged)
      #expect(error?.message.contains(path) == true)
    }
  }

  @Test func `a file called data without a lock file beside it is a file like any other`() throws {
    let alone = folder.file("data.mdb")
    let environment = try Environment(path: alone, options: .fast)
    _ = try environment.databases(["a"])
    #expect(FileManager.default.fileExists(atPath: alone + "-lock"))
  }

  @Test func `a link to a file is opened with the lock file of that file`() throws {
    do { _ = try Environment(path: folder.file("real.db"), options: .fast) }
    try FileManager.default.removeItem(atPath: folder.file("real.db-lock"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.db"), withDestinationPath: folder.file("real.db"))
    let environment = try Environment(path: folder.file("link.db"), options: .fast)
    #expect(environment.path == folder.file("link.db"))
    #expect(FileManager.default.fileExists(atPath: folder.file("real.db-lock")))
    #expect(!FileManager.default.fileExists(atPath: folder.file("link.db-lock")))
  }

  @Test func `a copy of a folder is one file`() throws {
    let environment = try Environment(path: database, options: .fast)
    try environment.copy(to: folder.file("copy.db"))
    let copy = try Environment(path: folder.file("copy.db"), options: .fast)
    #expect(try copy.databaseNames() == ["grown"])
  }
}
