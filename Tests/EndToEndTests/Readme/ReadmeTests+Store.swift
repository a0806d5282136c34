import FlatBuffersReflection
import Flatwire
import Foundation
import Testing

/// README's samples of stores.
extension ReadmeTests {
  @Test func `the sample of a store does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(path: folder.appending(path: "app.db").path, schema: UsersSchema.schema)

    try store.write { txn in
      try txn.insert(.init(id: 8, name: "Bob", team: 1), into: .users)  // an error if there is one
      try txn.update(.users, 8) { user in user.team = 2 }  // a draft, changed and put back
      try? txn.nested { part in  // a savepoint: undone if its body throws
        try part.delete(.users, .after(100))
        throw CancellationError()
      }
    }
    let page = try store.read { txn in
      var rows = try txn.rows(by: .usersByTeam, 1...2, order: .descending, limit: 50)
      var lines: [String] = []
      while let row = try rows.nextRow() { try lines.append("\(row.key) \(row.record.name)") }
      return (lines, next: rows.token)  // rows(…, after: token) goes on from there
    }

    #expect(page.0 == ["2 Bob"])
    #expect(page.next?.index == "usersByTeam")
  }

  @Test func `the sample of a migration does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "app.db").path
    do {
      let before = try Store(path: path, schema: UsersSchema.schema)
      try before.write { txn in try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users) }
    }

    let migrations = [
      Migration(1, "teams start at 100") { migration in
        try migration.rewrite(.users) { old in
          User.Draft(
            id: old["id"]?.value(as: UInt64.self) ?? 0, name: old["name"]?.text ?? "",
            team: 100 + (old["team"]?.value(as: UInt64.self) ?? 0), avatar: old["avatar"]?.bytes)
        }
      }
    ]
    let store = try Store(path: path, schema: UsersSchema.schema, migrations: migrations)

    let team = try store.read { txn in try txn.get(by: .usersByTeam, 101)?.name.description }
    #expect(team == "Ann")
  }

  @Test func `the sample of following changes does what it says`() async throws {
    let store = try Store(
      path: FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString).db").path,
      schema: UsersSchema.schema)
    defer {
      for suffix in ["", "-lock"] { try? FileManager.default.removeItem(atPath: store.path + suffix) }
    }

    let changes = try store.changes(of: .users)
    let following = Task {
      for try await event in changes {
        switch event {
        case .commit(let commit):
          for row in commit.rows {
            print(commit.number, row.operation, row.key ?? 0, row.new?.record.draft as Any)
          }
        case .unknown(let unknown):
          print("read anew what was read at commit \(unknown.since): \(unknown.reason)")
        }
      }
    }
    let counting = Task {
      for try await count in store.observe({ try $0.count(.users) }) { print(count) }
    }

    for id in 1...20 as ClosedRange<UInt64> {
      try await store.write { txn in try txn.put(.init(id: id, name: "Ann", team: 1), in: .users) }
    }
    following.cancel()
    counting.cancel()
    try await following.value
    try await counting.value
  }

  @Test func `the sample without generated code does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "app.db").path
    do { _ = try Store(path: path, schema: UsersSchema.schema) }

    let app = try Store(path: path)
    let users = try app.table(named: "users")
    try app.write { txn in try txn.put(json: #"{ "id": 8, "name": "Bob" }"#, in: users) }
    let found = try app.read { txn in try txn.get(users, "8")?["name"]?.text }

    #expect(found == "Bob")
  }

  @Test func `the sample of zLMDB's files does what it says`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SlotStore(path: path, options: Store.Options()).close()

    let users = SlotTable<User, UInt64>("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01")

    let zlmdb = try SlotStore(path: path)
    for table in try zlmdb.tables { print(table.slot, table.id, table.name, table.tags) }
    try zlmdb.write { txn in
      try txn.attach(users.id, name: "Users")
      try txn.put(7, .init(id: 7, name: "Ann", team: 1), in: users)
    }
    let name = try zlmdb.read { txn in try txn.get(users, 7)?.name.description }

    #expect(name == "Ann")
  }

  @Test func `the sample of reflection does what it says`() throws {
    let user = try RecordBuffer<User>(.init(id: 7, name: "Ann", team: 1))
    var printed = ""
    func print(_ text: String) { printed = text }

    let schema = try Schema(binary: User.embeddedSchema!.bytes)
    let table = try DynamicTable(verifying: user.bytes, as: schema.table(named: "User")!, of: schema)
    print(try JSONPrinter.print(table))

    #expect(printed.contains("Ann"))
  }
}
