import LMDB
import SharedBytes
import Testing

@Suite struct CursorTests {
  private let folder: TestFolder
  private let environment: Environment
  private let database: Database

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file(), options: .fast)
    database = try environment.databases(["a"])[0]
    try environment.write { [database] txn in
      for key in ["a", "ab", "b", "d"] { try txn.put(key, Array(key.utf8), in: database) }
    }
  }

  private func text(_ entry: borrowing Entry?) -> String? {
    guard let entry = copy entry else { return nil }
    return String(decoding: Array(SharedBytes(copying: entry.key)), as: UTF8.self)
  }

  @Test func bothDirections() throws {
    try environment.read { snapshot throws in
      var cursor = try snapshot.cursor(database)
      var keys: [String?] = []
      for _ in 0..<5 { keys.append(text(try cursor.next())) }
      #expect(keys == ["a", "ab", "b", "d", nil])
      keys = [text(try cursor.last())]
      for _ in 0..<4 { keys.append(text(try cursor.previous())) }
      #expect(keys == ["d", "b", "ab", "a", nil])
    }
  }

  @Test(arguments: [
    ("", "a"), ("aa", "ab"), ("ab", "ab"), ("c", "d"), ("e", nil),
    (String(repeating: "a", count: 600), "ab"),
  ])
  func seeking(_ start: String, _ expected: String?) throws {
    let start = SharedBytes(Array(start.utf8))
    let found = try environment.read { snapshot throws in
      var cursor = try snapshot.cursor(database)
      return text(try cursor.seek(start.bytes))
    }
    #expect(found == expected)
  }
}
