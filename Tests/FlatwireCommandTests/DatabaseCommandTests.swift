import Foundation
import Programs
import Testing

/// `flatwire db` on a file that another command made.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct DatabaseCommandTests {
  private func run(_ arguments: String...) async throws -> Program.Outcome {
    try await Program(built: "flatwire", ["db"] + arguments).run()
  }

  private func withDatabase(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "status")
    try "Package: a\nVersion: 1\nSection: x\nDescription: two\n lines\n\nPackage: b\nVersion: 2\nSection: y\n"
      .write(to: input, atomically: true, encoding: .utf8)
    let db = folder.appending(path: "p.db").path
    let imported = try await Program(built: "flatwire", ["import", "--db", db, "--input", input.path]).run()
    #expect(imported.status == 0, "\(imported.text)")
    try await body(db)
  }

  @Test func `info and tables say what there is`() async throws {
    try await withDatabase { db in
      let info = try await run("info", db)
      #expect(info.output.contains("catalog:    format 1"), "\(info.text)")
      #expect(info.output.contains("packages (2)"))
      let json = try await run("info", db, "--json")
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(object?["trusted"] as? Bool == true)
      #expect(object?["tables"] as? [String] == ["packages"])
      let tables = try await run("tables", db)
      #expect(
        tables.output.contains("packages: 2 of flatwire.demo.Package, by name: string"), "\(tables.text)")
      #expect(tables.output.contains("index packagesBySection: 2 by section: string"))
    }
  }

  @Test func `rows are printed as JSON by the schema in the file`() async throws {
    try await withDatabase { db in
      let list = try await run("list", db, "packages")
      let lines = list.output.split(separator: "\n")
      #expect(lines.count == 2, "\(list.text)")
      let first = try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: Any]
      #expect(first?["name"] as? String == "a")
      #expect(first?["description"] as? String == "two\nlines")
      #expect(try await run("list", db, "packages", "--limit", "1").output.split(separator: "\n").count == 1)
      #expect(try await run("get", db, "packages", "b").output.contains("\"version\": \"2\""))
      let missing = try await run("get", db, "packages", "c")
      #expect(missing.status == 1)
      #expect(missing.text.contains("table packages has no record c"), "\(missing.text)")
      let dump = try await run("dump", db)
      let last = dump.output.split(separator: "\n").last ?? ""
      let row = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
      #expect(row?["table"] as? String == "packages")
      #expect(row?["key"] as? String == "\"b\"")
    }
  }

  @Test func `a schema is checked against the file, and the file's own is written`() async throws {
    try await withDatabase { db in
      let schema = try await run("schema", db)
      #expect(schema.output.contains("table flatwire.demo.Package (table: \"packages\") {"), "\(schema.text)")
      let bfbs = db + ".bfbs"
      #expect(try await run("schema", db, "packages", "--bfbs", bfbs).status == 0)
      let same = try await run("check-schema", db, bfbs)
      #expect(same.status == 0, "\(same.text)")
      #expect(same.output.contains("the schema goes with the file"))
      let other = db + ".fbs"
      try """
      include "flatwire.fbs"; namespace flatwire.demo;
      table Package (table: "packages") { name: string (key); shelf: int; version: string (required); }
      """.write(toFile: other, atomically: true, encoding: .utf8)
      let refused = try await run("check-schema", db, other)
      #expect(refused.status == 1)
      #expect(refused.output.contains("flatwire.demo.Package.version: had the id 1"), "\(refused.text)")
    }
  }

  @Test(arguments: [
    (["list", "DB", "none"], "there is no table \"none\"; there are packages"),
    (["list", "DB", "packages", "--limit", "-1"], "--limit"),
    (["schema", "DB", "none"], "there is no table none"),
    (["check-schema", "DB", "/nowhere.fbs"], "/nowhere.fbs cannot be read"),
    (["info", "/nowhere.db"], "/nowhere.db: there is no such file"),
    (["info", "/etc/passwd"], "this is not an LMDB file"),
  ])
  func `what is wrong is named`(arguments: [String], text: String) async throws {
    try await withDatabase { db in
      let result = try await Program(built: "flatwire", ["db"] + arguments.map { $0 == "DB" ? db : $0 }).run()
      #expect(result.status != 0)
      #expect(result.text.contains(text), "\(result.text)")
    }
  }
}
