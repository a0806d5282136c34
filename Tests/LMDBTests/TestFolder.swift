import Foundation
import LMDB
import SharedBytes
import Testing

/// A folder of its own for one test, deleted afterwards.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lmdb-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String = "test.db") -> String {
    path + (path.hasSuffix("/") ? "" : "/") + name
  }

  /// Writes a file and gives its path.
  func write(_ bytes: [UInt8], to name: String = "test.db") throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// The bytes of a database with some entries, closed.
  func database(entries: Int = 500) throws -> [UInt8] {
    do {
      let environment = try Environment(path: file("made.db"), options: .fast)
      let database = try environment.databases(["a"])[0]
      try environment.write { txn throws in
        for number in 0..<entries {
          try txn.put("key \(number)", [UInt8](repeating: 7, count: 100), in: database)
        }
      }
    }
    return [UInt8](try Data(contentsOf: URL(filePath: file("made.db"))))
  }
}

extension Environment.Options {
  /// Tests don't wait for the disk.
  static var fast: Environment.Options {
    var options = Environment.Options()
    options.durability = .fileMayBeLost
    return options
  }
}

extension WriteTransaction {
  @_lifetime(self: copy self)
  mutating func put(_ key: String, _ value: [UInt8], in database: Database) throws {
    let key = SharedBytes(Array(key.utf8))
    let value = SharedBytes(value)
    try put(key.bytes, value.bytes, in: database)
  }

  @_lifetime(self: copy self)
  mutating func delete(_ key: String, in database: Database) throws -> Bool {
    let key = SharedBytes(Array(key.utf8))
    return try delete(key.bytes, in: database)
  }

  func value(_ key: String, in database: Database) throws -> [UInt8]? {
    try snapshot.value(key, in: database)
  }
}

extension Snapshot {
  func value(_ key: String, in database: Database) throws -> [UInt8]? {
    let key = SharedBytes(Array(key.utf8))
    guard let value = try get(database, key.bytes) else { return nil }
    return Array(SharedBytes(copying: value))
  }
}

/// Runs `body` and gives the error it must throw.
func lmdbError(_ body: () throws -> Void) -> LMDBError? {
  do {
    try body()
    Issue.record("no error was thrown")
    return nil
  } catch let error as LMDBError {
    return error
  } catch {
    Issue.record("another error was thrown: \(error)")
    return nil
  }
}
