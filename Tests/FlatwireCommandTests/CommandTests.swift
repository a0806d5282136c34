import Foundation
import Testing

/// The command as a user runs it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandTests {
  @Test func `the demo ends with no payload byte copied`() throws {
    let demo = try Command.run(["demo"])
    #expect(demo.status == 0, "\(demo.text)")
    #expect(demo.text.contains("payload bytes copied on the server: 0\n"), "\(demo.text)")
    #expect(demo.text.contains("6. Event"))
  }

  @Test func `the demo takes a file, and names the line that is wrong`() throws {
    try withFolder { folder in
      let good = folder.appending(path: "good")
      try "Package: a\nVersion: 1\nSection: x\n\nPackage: b\nVersion: 2\nSection: x\n"
        .write(to: good, atomically: true, encoding: .utf8)
      #expect(try Command.run(["demo", "--input", good.path]).status == 0)
      let bad = folder.appending(path: "bad")
      try "Package: a\noops\n".write(to: bad, atomically: true, encoding: .utf8)
      let refused = try Command.run(["demo", "--input", bad.path])
      #expect(refused.status != 0)
      #expect(refused.text.contains("\(bad.path):2: expected \"Field: value\""), "\(refused.text)")
      let missing = try Command.run(["demo", "--input", folder.appending(path: "none").path])
      #expect(missing.status != 0)
      #expect(missing.text.contains("none cannot be read"), "\(missing.text)")
    }
  }

  @Test func `what was imported is served until interrupted`() throws {
    try withFolder { folder in
      let input = folder.appending(path: "status")
      try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
      let db = folder.appending(path: "p.db").path
      let imported = try Command.run(["import", "--db", db, "--input", input.path])
      #expect(imported.text.contains("imported 1 packages"), "\(imported.text)")
      let server = try Command.start(["serve", "--db", db, "--port", "0"])
      let line = server.readLine()
      #expect(line.contains("serving \(db) at ws://127.0.0.1:"), "\(line)")
      let port = line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
      let second = try Command.run(["serve", "--db", db, "--port", String(port)])
      #expect(second.status != 0)
      #expect(second.text.contains("cannot listen on 127.0.0.1:\(port)"), "\(second.text)")
      server.process.interrupt()
      let rest = server.readToEnd()
      #expect(server.process.terminationStatus == 0)
      #expect(rest.contains("closing"), "\(rest)")
    }
  }

  @Test func `a missing database and one that is none are refused by name`() throws {
    try withFolder { folder in
      let missing = try Command.run(["serve", "--db", folder.appending(path: "none.db").path, "--port", "0"])
      #expect(missing.status != 0)
      #expect(missing.text.contains("there is no database"), "\(missing.text)")
      let text = folder.appending(path: "text.db")
      try String(repeating: "not a database\n", count: 1000).write(
        to: text, atomically: true, encoding: .utf8)
      let refused = try Command.run(["serve", "--db", text.path, "--port", "0"])
      #expect(refused.status != 0)
      #expect(refused.text.contains(text.path), "\(refused.text)")
    }
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}

/// The built executable, which lies beside the test bundle.
private struct Command {
  let process: Process
  private let output: FileHandle

  static func start(_ arguments: [String]) throws -> Command {
    let process = Process()
    process.executableURL = Bundle(for: Marker.self).bundleURL.appending(path: "flatwire")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    return Command(process: process, output: pipe.fileHandleForReading)
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let command = try start(arguments)
    let text = command.readToEnd()
    return (command.process.terminationStatus, text)
  }

  func readLine() -> String {
    var line = Data()
    while let byte = try? output.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) { line += byte }
    return String(decoding: line, as: UTF8.self)
  }

  func readToEnd() -> String {
    let data = (try? output.readToEnd()) ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private final class Marker {}
}
