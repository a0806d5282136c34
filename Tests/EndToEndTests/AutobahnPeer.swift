import Foundation
import Testing

/// Autobahn|Python as a client: actions in, observations out, a line of JSON each. See `Python/peer.py`.
struct AutobahnPeer {
  private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python")
  /// `Tests/EndToEndTests`
  static let schemas = scripts.deletingLastPathComponent()

  typealias Observation = [String: Any]

  /// Runs `actions` against a router and collects what was observed.
  ///
  /// Makes the virtual environment if there is none; that needs PyPI once.
  static func run(port: Int, realm: String, _ actions: [[String: Any]]) async throws -> [Observation] {
    let package = schemas.deletingLastPathComponent().deletingLastPathComponent()
    let python = try await output(
      of: scripts.appending(path: "setup.sh"), [package.appending(path: ".build/autobahn").path], input: "")
    let lines = try actions.map { try JSONSerialization.data(withJSONObject: $0) }
    let input = lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    let text = try await output(
      of: URL(filePath: python.trimmingCharacters(in: .whitespacesAndNewlines)),
      [
        scripts.appending(path: "peer.py").path, "--url", "ws://127.0.0.1:\(port)/", "--realm", realm,
        "--schema", schemas.appending(path: "users.fbs").path, "--include",
        package.appending(path: "Schemas").path,
      ], input: input)
    return try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Observation, "\(line)")
    }
  }

  /// What a program printed. It is waited for outside the cooperative pool, which the router under test
  /// needs.
  private static func output(of program: URL, _ arguments: [String], input: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try blockingOutput(of: program, arguments, input: input) })
      }
    }
  }

  private static func blockingOutput(of program: URL, _ arguments: [String], input: String) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (stdin, stdout)
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let text = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(
      process.terminationStatus == 0, "\(program.lastPathComponent): \(String(decoding: text, as: UTF8.self))"
    )
    return String(decoding: text, as: UTF8.self)
  }
}

extension [String: Any] {
  /// The record Python's `flatbuffers` read from the bytes received.
  var record: [String: Any] { self["record"] as? [String: Any] ?? [:] }
}
