import Foundation
import Programs
import Synchronization
import Testing

/// `flatwire db` where it changes a file, copies it, or looks for what is wrong with it.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct DatabaseChangingTests {
  private static let schema = """
    include "flatwire.fbs"; namespace shop;
    table Order (table: "orders") {
      id: ulong (key); title: string (required, index: "ordersByTitle"); code: string (unique: "ordersByCode"); price: double;
    }
    """

  /// A folder with a schema and a database of two orders.
  private struct Shop {
    let folder: URL
    var db: String { file("shop.db") }
    var schema: String { file("shop.fbs") }

    func file(_ name: String) -> String { folder.appending(path: name).path }

    func run(_ arguments: String..., input: String = "") async throws -> Program.Outcome {
      try await Program(built: "flatwire", ["db"] + arguments).run(input: input)
    }
  }

  private func withShop(_ body: (Shop) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let shop = Shop(folder: folder)
    try Self.schema.write(toFile: shop.schema, atomically: true, encoding: .utf8)
    let rows = """
      {"table": "orders", "record": {"id": 1, "title": "tea", "code": "T", "price": 0.1}}
      {"table": "orders", "record": {"id": 2, "title": "milk", "code": "M", "price": "nan"}}
      """
    let loaded = try await shop.run("load", shop.db, "--schema", shop.schema, input: rows)
    #expect(loaded.status == 0, "\(loaded.text)")
    #expect(loaded.output == "loaded 2 records in commit 2\n")
    try await body(shop)
  }

  @Test func `records are put and deleted with their entries in all indexes`() async throws {
    try await withShop { shop in
      let put = try await shop.run("put", shop.db, "orders", "{id: 3, title: \"salt\", code: \"S\"}")
      #expect(put.output == "stored 1 record in commit 3\n", "\(put.text)")
      let more = try await shop.run(
        "put", shop.db, "orders", "--json",
        input: "{\"id\": 4, \"title\": \"a\"}\n\n{\"id\": 5, \"title\": \"b\"}\n")
      let object = try JSONSerialization.jsonObject(with: Data(more.output.utf8)) as? [String: Int]
      #expect(object == ["count": 2, "commit": 4], "\(more.text)")
      #expect(try await shop.run("get", shop.db, "orders", "5").output.contains("\"title\": \"b\""))
      let taken = try await shop.run("put", shop.db, "orders", "{id: 6, title: \"x\", code: \"S\"}")
      #expect(taken.status == 1)
      #expect(taken.text.contains("the records 3 and 6 both have \"S\" in the unique index ordersByCode"))
      let deleted = try await shop.run("delete", shop.db, "orders", "4", "9")
      #expect(deleted.status == 1)
      #expect(deleted.output == "deleted 1 record in commit 5\n")
      #expect(deleted.errors.contains("table orders has no record 9"))
      let verified = try await shop.run("verify", shop.db)
      #expect(verified.status == 0, "\(verified.text)")
      #expect(
        verified.output.contains(
          """
          looked through orders: 4 records, with the indexes ordersByTitle, ordersByCode
          nothing is wrong

          """))
    }
  }

  @Test func `what dump prints is loaded into another file`() async throws {
    try await withShop { shop in
      let dump = try await shop.run("dump", shop.db)
      #expect(dump.status == 0, "\(dump.text)")
      let bfbs = shop.file("shop.bfbs")
      #expect(try await shop.run("schema", shop.db, "orders", "--bfbs", bfbs).status == 0)
      let copy = shop.file("copy.db")
      #expect(try await shop.run("load", copy, "--schema", bfbs, input: dump.output).status == 0)
      #expect(try await shop.run("dump", copy).output == dump.output)
      let bytes = try await shop.run("dump", copy, "--table", "orders", "--bytes")
      #expect(bytes.output.contains("\"bytes\": \""))
      let again = try await shop.run("load", copy, input: bytes.output)
      #expect(again.output == "loaded 2 records in commit 3\n", "\(again.text)")
      let wrong = try await shop.run("load", copy, input: dump.output + "{\"table\": \"orders\"}\n")
      #expect(wrong.status == 1)
      #expect(wrong.text.contains("line 3, column 1: found neither 'record' nor 'bytes'"), "\(wrong.text)")
    }
  }

  @Test func `what others commit is printed as it happens, by rows if there is a log`() async throws {
    try await withShop { shop in
      let watch = Program(built: "flatwire", ["db", "watch", shop.db, "orders", "--count", "1"])
      /// What watching prints of the first commit that it sees.
      func watched(_ title: String, from first: Int) async throws -> String {
        let ended = Atomic<Bool>(false)
        let watching = Task {
          defer { ended.store(true, ordering: .releasing) }
          return try await watch.run().output
        }
        var id = first
        while !ended.load(ordering: .acquiring) {
          id += 1
          let record = "{id: \(id), title: \"\(title)\", code: \"\(id)\"}"
          let put = try await shop.run("put", shop.db, "orders", record)
          #expect(put.status == 0, "\(put.text)")
        }
        return try await watching.value
      }
      #expect(try await watched("salt", from: 100).contains("unknown changes: another process wrote"))
      let log = try await shop.run("log", shop.db, "on", "--max-changes", "1000")
      #expect(log.output.hasPrefix("changes are logged from commit"), "\(log.text)")
      let told = try await watched("pepper", from: 10_000)
      #expect(told.hasPrefix("commit ") && told.contains("orders 1") && told.contains("\"pepper\""))
      let since = try await shop.run("watch", shop.db, "--since", "1")
      #expect(since.status == 1 && since.errors.contains("the log reaches back to"))
      let off = try await shop.run("log", shop.db, "off")
      #expect(off.output == "the log of changes is deleted\n")
    }
  }

  @Test func `sizes are told, and copies made`() async throws {
    try await withShop { shop in
      let stat = try await shop.run("stat", shop.db)
      #expect(stat.output.contains("  ordersByTitle        2      1"), "\(stat.text)")
      let json = try await shop.run("stat", shop.db, "--json")
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(object?["commit"] as? Int == 2)
      let copy = shop.file("copy.db")
      #expect(try await shop.run("copy", shop.db, copy, "--compact").status == 0)
      #expect(try await shop.run("dump", copy).output == shop.run("dump", shop.db).output)
      let twice = try await shop.run("copy", shop.db, copy)
      #expect(twice.status == 1)
      #expect(twice.text.contains("there is something already"), "\(twice.text)")
    }
  }

  @Test(.enabled(if: Program.isInstalled("/usr/bin/mdb_dump"), "lmdb-utils is not installed"))
  func `LMDB's own tools find what put stored`() async throws {
    try await withShop { shop in
      let put = try await shop.run("put", shop.db, "orders", "{id: 255, title: \"salt\", code: \"S\"}")
      #expect(put.status == 0, "\(put.text)")
      let dump = try await shop.run("dump", shop.db, "--bytes")
      let last = try #require(dump.output.split(separator: "\n").last)
      let row = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
      let found = try await Program(URL(filePath: "/usr/bin/mdb_dump"), ["-n", "-s", "orders", shop.db])
        .output()
      let lines = found.split(separator: "\n").filter { $0.hasPrefix(" ") }.map { $0.dropFirst() }
      #expect(lines.count == 6)
      #expect(lines.suffix(2).map(String.init) == ["00000000000000ff", row?["bytes"] as? String])
    }
  }

  @Test func `a file that nobody changes is read without a lock file`() async throws {
    try await withShop { shop in
      try FileManager.default.removeItem(atPath: shop.db + "-lock")
      let list = try await shop.run("list", shop.db, "orders", "--immutable")
      #expect(list.output.split(separator: "\n").count == 2, "\(list.text)")
      #expect(try await shop.run("verify", shop.db, "--immutable").status == 0)
      #expect(!FileManager.default.fileExists(atPath: shop.db + "-lock"))
    }
  }

  @Test func `what other processes commit is watched, as far as it can be told`() async throws {
    try await withShop { shop in
      let hasEnded = Mutex(false)
      async let watched = {
        defer { hasEnded.withLock { $0 = true } }
        return try await shop.run("watch", shop.db, "--count", "1", "--json")
      }()
      var id = 10
      // It ends with the first commit after it began, whenever that is.
      while !hasEnded.withLock({ $0 }), id < 1000 {
        #expect(try await shop.run("put", shop.db, "orders", "{id: \(id), title: \"x\"}").status == 0)
        id += 1
      }
      let outcome = try await watched
      #expect(outcome.status == 0, "\(outcome.text)")
      let event = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      let unknown = event?["unknown"] as? [String: Any]
      #expect(unknown?["reason"] as? String == "another process wrote, and no log is kept", "\(outcome.text)")
      #expect(unknown?["through"] as? Int ?? 0 > 2)
      let readers = try await shop.run("readers", shop.db)
      #expect(readers.output == "nobody reads\n", "\(readers.text)")
    }
  }

  @Test func `with a log, rows are told, also those of before`() async throws {
    try await withShop { shop in
      let log = try await shop.run("log", shop.db, "on")
      #expect(log.status == 0, "\(log.text)")
      #expect(try await shop.run("put", shop.db, "orders", "{id: 7, title: \"oil\"}").status == 0)
      #expect(try await shop.run("delete", shop.db, "orders", "7", "2").status == 0)
      let watched = try await shop.run("watch", shop.db, "--since", "3", "--count", "2")
      #expect(
        watched.output == """
          commit 4: orders 7 { "id": 7, "title": "oil" }
          commit 5: orders 7 deleted
          commit 5: orders 2 deleted

          """, "\(watched.text)")
      let json = try await shop.run(
        "watch", shop.db, "orders", "--since", "4", "--count", "1", "--json")
      let line = try #require(json.output.split(separator: "\n").first)
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(row?["operation"] as? String == "delete" && row?["key"] as? String == "7", "\(json.text)")
      #expect(try await shop.run("rename", shop.db, "orders", "sales").status == 0)
      let renamed = try await shop.run("watch", shop.db, "--since", "5", "--count", "1")
      #expect(renamed.output == "commit 6: unknown changes: tables were changed as a whole\n")
      #expect(try await shop.run("verify", shop.db).status == 0)
    }
  }

  @Test func `tables are renamed and dropped, and indexes rebuilt`() async throws {
    try await withShop { shop in
      let renamed = try await shop.run("rename", shop.db, "orders", "sales")
      #expect(renamed.output == "table orders is sales now\n", "\(renamed.text)")
      let rebuilt = try await shop.run("rebuild", shop.db)
      #expect(
        rebuilt.output == "rebuilt sales/ordersByTitle (2), sales/ordersByCode (2)\n", "\(rebuilt.text)")
      let index = try await shop.run("drop", shop.db, "sales", "--index", "ordersByCode")
      #expect(index.output == "dropped index ordersByCode of table sales\n", "\(index.text)")
      #expect(try await shop.run("adopt", shop.db).output == "there was nothing to adopt\n")
      #expect(try await shop.run("drop", shop.db, "sales").status == 0)
      #expect(try await shop.run("tables", shop.db, "--json").output == "[\n\n]\n")
    }
  }

  @Test func `a file is brought to a new schema, and what takes code is listed as pending`() async throws {
    try await withShop { shop in
      let new = shop.file("new.fbs")
      func write(_ fields: String) throws {
        try """
        include "flatwire.fbs"; namespace shop;
        table Order (table: "orders") { \(fields) }
        """.write(toFile: new, atomically: true, encoding: .utf8)
      }
      try write(
        "id: ulong (key); name: string (required); code: string (unique: \"ordersByCode\"); "
          + "price: double (deprecated); place: string (index: \"ordersByPlace\");")
      let refused = try await shop.run("migrate", shop.db, new)
      #expect(refused.status == 1)
      #expect(refused.output.hasPrefix("to accept: shop.Order.name: "), "\(refused.text)")
      #expect(refused.output.contains("(--accept renamed:shop.Order.name)"), "\(refused.text)")
      let backup = shop.file("before.db")
      let done = try await shop.run(
        "migrate", shop.db, new, "--accept", "renamed:shop.Order.name", "--backup", backup)
      #expect(done.status == 0, "\(done.text)")
      #expect(done.output == "built index orders/ordersByPlace\nthe file goes with the schema\n")
      #expect(try await shop.run("get", shop.db, "orders", "1").output.contains("\"name\": \"tea\""))
      #expect(try await shop.run("get", backup, "orders", "1").output.contains("\"title\": \"tea\""))
      try write("id: string (key); name: string;")
      let pending = try await shop.run("migrate", shop.db, new)
      #expect(pending.status == 1)
      #expect(pending.output.contains("pending, takes a migration in code: orders: "), "\(pending.text)")
    }
  }

  @Test func `each fault of a damaged record is named, and the exit code is 1`() async throws {
    try await withShop { shop in
      var bytes = try Data(contentsOf: URL(filePath: shop.db))
      // The length of a string, before its text: longer than the record now.
      let text = Data([3, 0, 0, 0] + Array("tea".utf8) + [0])
      while let found = bytes.range(of: text) { bytes[found.lowerBound] = 0xFF }
      try bytes.write(to: URL(filePath: shop.db))
      let verified = try await shop.run("verify", shop.db)
      #expect(verified.status == 1)
      #expect(verified.output.contains("fault: table orders, row 1: this is no record of its schema: "))
      #expect(verified.output.contains("looked through orders: 2 records"), "\(verified.text)")
      let json = try await shop.run("verify", shop.db, "--json")
      #expect(json.status == 1)
      let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(report?["sound"] as? Bool == false)
    }
  }

  @Test func `whatever page is lost, verifying ends by itself, and finds it if it was in use`() async throws {
    try await withShop { shop in
      let (copy, damaged) = (shop.file("copy.db"), shop.file("damaged.db"))
      #expect(try await shop.run("copy", shop.db, copy, "--compact").status == 0)
      let whole = try await shop.run("verify", copy, "--json")
      let report = try JSONSerialization.jsonObject(with: Data(whole.output.utf8)) as? [String: Any]
      let pages = report?["pages"] as? [String: Int]
      let used = try #require(pages?["used"])
      let bytes = try Data(contentsOf: URL(filePath: copy))
      var found = 0
      for start in stride(from: 0, to: bytes.count, by: 4096) {
        var changed = bytes
        changed.replaceSubrange(start..<min(start + 4096, bytes.count), with: Data(count: 4096))
        try changed.write(to: URL(filePath: damaged))
        let verified = try await shop.run("verify", damaged)
        #expect(verified.status == 0 || verified.status == 1, "page \(start / 4096): \(verified.text)")
        if verified.status == 1 { found += 1 }
      }
      // Both headers count, too.
      #expect(found >= used + 2)
    }
  }

  @Test(arguments: [
    (["put", "DB", "orders", "{id: 9}"], Int32(1), "found no 'title', which is required"),
    (["put", "DB", "none", "{}"], 1, "there is no table \"none\" with a schema; there are orders"),
    (["delete", "DB", "orders", "x"], 1, "\"x\" is no key of it; keys are 'id: ulong'"),
    (["delete", "DB", "orders"], 64, "Missing expected argument '<keys> ...'"),
    (["load", "DB", "/nowhere"], 1, "/nowhere cannot be read"),
    (["load", "DB", "--schema", "/nowhere.fbs"], 1, "/nowhere.fbs cannot be read"),
    (["put", "/nowhere.db", "orders", "{}"], 1, "/nowhere.db: there is no such file"),
    (["drop", "DB", "none"], 1, "the file has no table none; it has orders"),
    (["rename", "DB", "orders", "a/b"], 1, "is no name of a table"),
    (
      ["migrate", "DB", "SCHEMA", "--accept", "renamed:x"], 64, "--accept renamed:x: there is no such change"
    ),
  ])
  func `what is wrong is named`(arguments: [String], status: Int32, text: String) async throws {
    try await withShop { shop in
      let words = arguments.map { $0 == "DB" ? shop.db : $0 == "SCHEMA" ? shop.schema : $0 }
      let result = try await Program(built: "flatwire", ["db"] + words).run()
      #expect(result.status == status, "\(result.text)")
      #expect(result.text.contains(text), "\(result.text)")
    }
  }
}
