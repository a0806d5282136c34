import Foundation
import Programs
import SharedBytes
import Testing

@testable import LMDB

/// Files that are read without a lock file.
@Suite struct ImmutableTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    let environment = try Environment(path: folder.file())
    let database = try environment.databases(["things"])[0]
    try environment.write { transaction in
      let key = Array("k".utf8)
      unsafe try transaction.put(key.span.bytes, key.span.bytes, in: database)
    }
    environment.close()
  }

  private var options: Environment.Options {
    var options = Environment.Options()
    options.access = .immutable
    return options
  }

  @Test func `a file is read where no lock file can be made`() throws {
    let path = folder.file()
    try FileManager.default.removeItem(atPath: path + "-lock")
    let environment = try Environment(path: path, options: options)
    defer { environment.close() }
    let database = try #require(try environment.openExisting(["things"])[0])
    #expect(try environment.read { snapshot throws in try snapshot.count(database) } == 1)
    #expect(!FileManager.default.fileExists(atPath: path + "-lock"))
    #expect(lmdbError { try environment.write { _ in } }?.code == .readOnly)
    #expect(try environment.freeStaleReaders() == 0)
  }

  @Test func `many snapshots are read at once`() throws {
    let environment = try Environment(path: folder.file(), options: options)
    defer { environment.close() }
    let database = try #require(try environment.openExisting(["things"])[0])
    let first = try environment.beginRead()
    let second = try environment.beginRead()
    #expect(try first.snapshot.count(database) == 1)
    #expect(try second.snapshot.count(database) == 1)
  }

  @Test func `a file that another process has open is refused`() async throws {
    let path = folder.file()
    let options = options
    try await OtherProcess(path, "read").whileReady { _ in
      let error = lmdbError { _ = try Environment(path: path, options: options) }
      #expect(error?.code == .inUse)
      #expect(error?.message.contains("has it open") == true)
    }
    // It is free again when that process is gone.
    try Environment(path: path, options: options).close()
  }
}
