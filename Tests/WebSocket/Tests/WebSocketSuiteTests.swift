import Foundation
import Programs
import Testing

@Suite("WebSocket test suite", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct WebSocketSuiteTests {
  /// What the suite says of a case that is as it should be, or of one that the protocol leaves open.
  static let good: Set<String> = ["OK", "INFORMATIONAL"]

  @Test("sections 1 to 10, 301 cases, are passed in both roles", arguments: ["server", "client"])
  func suite(role: String) async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let python = try await Program.python(
      environment: "websocket-suite", requirements: folder.appending(path: "requirements.txt"))
    let lines = try await Program(
      python, [folder.appending(path: "suite.py").path, role, Program.path(built: "WebSocketEcho")]
    ).output().split(separator: "\n")
    #expect(lines.count == 301)
    for line in lines
    where !line.split(separator: "\t").dropFirst().allSatisfy({ Self.good.contains(String($0)) }) {
      Issue.record("as \(role): \(line)")
    }
  }
}
