import Flatwire
import Foundation
import Programs
import Testing

/// The command as a user runs it.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CommandTests {
  @Test func `the demo ends with no payload byte copied`() async throws {
    let demo = try await run(["demo"])
    #expect(demo.status == 0, "\(demo.text)")
    #expect(demo.text.contains("payload bytes copied on the server: 0\n"), "\(demo.text)")
    #expect(demo.text.contains("6. Event"))
    #expect(demo.text.contains("8. Plain arguments: io.flatwire.demo.packages.table.get("))
    #expect(demo.text.contains("9. Live query: ") && demo.text.contains("+live, "))
    #expect(demo.text.contains("10. Replayed event: ") && demo.text.contains(" became "))
    #expect(demo.text.contains("11. Replica: ") && demo.text.contains("+live\n"))
  }

  @Test func `the demo takes a file, and names the line that is wrong`() async throws {
    try await withFolder { folder in
      let good = folder.appending(path: "good")
      try "Package: a\nVersion: 1\nSection: x\n\nPackage: b\nVersion: 2\nSection: x\n"
        .write(to: good, atomically: true, encoding: .utf8)
      #expect(try await run(["demo", "--input", good.path]).status == 0)
      let bad = folder.appending(path: "bad")
      try "Package: a\noops\n".write(to: bad, atomically: true, encoding: .utf8)
      let refused = try await run(["demo", "--input", bad.path])
      #expect(refused.status != 0)
      #expect(refused.text.contains("\(bad.path):2: expected \"Field: value\""), "\(refused.text)")
      let missing = try await run(["demo", "--input", folder.appending(path: "none").path])
      #expect(missing.status != 0)
      #expect(missing.text.contains("none cannot be read"), "\(missing.text)")
    }
  }

  @Test func `what was imported is served until interrupted`() async throws {
    try await withFolder { folder in
      let input = folder.appending(path: "status")
      try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
      let db = folder.appending(path: "p.db").path
      let imported = try await run(["import", "--db", db, "--input", input.path])
      #expect(imported.text.contains("imported 1 packages"), "\(imported.text)")
      let server = try await Program(built: "flatwire", ["serve", "--db", db, "--port", "0"]).run { line in
        guard line.hasPrefix("serving ") else { return false }
        let port = line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
        let second = try await run(["serve", "--db", db, "--port", String(port)])
        #expect(second.status != 0)
        #expect(second.text.contains("cannot listen on 127.0.0.1:\(port)"), "\(second.text)")
        return true
      }
      #expect(server.output.contains("serving \(db) at ws://127.0.0.1:"), "\(server.text)")
      #expect(server.status == 0)
      #expect(server.output.contains("closed"), "\(server.text)")
    }
  }

  @Test func `what is served is offered at another router, too`() async throws {
    let outer = try await Router.start(.webSocket(port: 0), realm: "outside")
    let url = "ws://127.0.0.1:\(outer.port)/"
    try await withFolder { folder in
      let input = folder.appending(path: "status")
      try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
      let db = folder.appending(path: "p.db").path
      _ = try await run(["import", "--db", db, "--input", input.path])
      let serve = ["serve", "--db", db, "--port", "0", "--uplink", url, "--uplink-realm"]
      let server = try await Program(built: "flatwire", serve + ["outside"]).run { line in
        guard line.hasPrefix("serving ") else { return false }
        let call = ["call", "io.flatwire.demo.packages.get", "a", "--url", url, "--realm", "outside"]
        let answer = try await run(call)
        #expect(answer.output.hasPrefix("{\"args\": [\"a\", \"1\""), "\(answer.text)")
        return true
      }
      #expect(server.output.contains("offered at \(url), realm outside, too"), "\(server.text)")
      #expect(server.status == 0)
      let refused = try await run(serve + ["nowhere"])
      #expect(refused.status == 1)
      #expect(refused.text.contains("\(url), realm nowhere"), "\(refused.text)")
    }
    await outer.stop()
  }

  @Test func `a missing database and one that is none are refused by name`() async throws {
    try await withFolder { folder in
      let missing = try await run(["serve", "--db", folder.appending(path: "none.db").path, "--port", "0"])
      #expect(missing.status != 0)
      #expect(missing.text.contains("there is no database"), "\(missing.text)")
      let text = folder.appending(path: "text.db")
      try String(repeating: "not a database\n", count: 1000).write(
        to: text, atomically: true, encoding: .utf8)
      let refused = try await run(["serve", "--db", text.path, "--port", "0"])
      #expect(refused.status != 0)
      #expect(refused.text.contains(text.path), "\(refused.text)")
    }
  }

  @Test func `a store opens where there is little address space`() async throws {
    try await withFolder { folder in
      let input = folder.appending(path: "status")
      try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
      let db = folder.appending(path: "p.db").path
      let small = Program(built: "flatwire", ["import", "--db", db, "--input", input.path])
      let imported = try await small.limited(toKibibytes: 4 << 20).run()
      #expect(imported.status == 0, "\(imported.text)")
      #expect(imported.text.contains("imported 1 packages"))
    }
  }

  @Test func `no tables are made in a file of another program`() async throws {
    try await withFolder { folder in
      let db = folder.appending(path: "other.db").path
      let load = Program(URL(filePath: "/usr/bin/mdb_load"), ["-n", "-s", "theirs", db])
      let dump = "VERSION=3\nformat=print\ntype=btree\nHEADER=END\n key\n value\nDATA=END\n"
      #expect(try await load.run(input: dump).status == 0)
      let before = try Data(contentsOf: URL(filePath: db))
      for arguments in [["serve", "--db", db, "--port", "0"], ["import", "--db", db]] {
        let refused = try await run(arguments)
        #expect(refused.status != 0)
        #expect(refused.text.contains("was not made by a store (it holds theirs)"), "\(refused.text)")
      }
      #expect(try Data(contentsOf: URL(filePath: db)) == before)
    }
  }

  @Test func `an empty file counts as new`() async throws {
    try await withFolder { folder in
      let input = folder.appending(path: "status")
      try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
      let db = folder.appending(path: "empty.db").path
      #expect(FileManager.default.createFile(atPath: db, contents: nil))
      let imported = try await run(["import", "--db", db, "--input", input.path])
      #expect(imported.status == 0 && imported.text.contains("imported 1 packages"), "\(imported.text)")
    }
  }

  private func run(_ arguments: [String]) async throws -> Program.Outcome {
    try await Program(built: "flatwire", arguments).run()
  }

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }
}
