import Foundation
import Programs
import RecordStore
import Testing

/// What a file holds, as far as a killed program could have changed it.
struct FileState: Equatable {
  var key: String
  var count: Int
  var indexes: [String: Int]
  var migrations: [Int]
  var others: [String]
  var isTrusted: Bool
  /// All rows as JSON-like text, in order.
  var rows: Int

  init(_ path: String) throws {
    let inspection = try Store.inspect(path: path)
    let table = try #require(inspection.table(named: "things"))
    key = table.key
    count = table.count
    indexes = Dictionary(uniqueKeysWithValues: table.indexes.map { ($0.name, $0.count) })
    migrations = inspection.migrations.map(\.number)
    others = inspection.otherDatabases
    isTrusted = inspection.isTrusted
    var hasher = Hasher()
    try inspection.forEachRow(of: "things") { key, row in
      hasher.combine(key)
      hasher.combine(row["number"]?.value(as: Int32.self))
      hasher.combine(row["name"]?.text)
    }
    rows = hasher.finalize()
  }
}

/// Runs `body` with a folder of its own, deleted afterwards.
func withCrashFolder(_ body: (URL) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder)
}

/// The program that is killed, or loses power.
func crashingProgram(_ mode: String, _ path: String, _ count: Int = 0) -> Program {
  Program(built: "CrashingProgram", [mode, path, String(count)])
}
