import Foundation
import Programs
import Testing

@Suite("WebSocket test suite", .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct WebSocketSuiteTests {
  /// What the suite says of a case that is as it should be, or of one that the protocol leaves open.
  static let good: Set<String> = ["OK", "INFORMATIONAL"]

  @Test("sections 1 to 10, 301 cases, are passed in both roles", arguments: ["server", "client"])
  func protocolCases(role: String) async throws {
    try await run(as: role, [1, 2, 3, 4, 5, 6, 7, 9, 10].map { "\($0).*" }, count: 301)
  }

  #if Compression
    /// Of what sizes messages are, and their fragments; in full only when it is wished, as that takes minutes.
    static let sizes =
      ProcessInfo.processInfo.environment["WEBSOCKET_SUITE"] == "full" ? Array(1...18) : [1, 5, 10, 11, 18]

    @Test(
      "sections 12 and 13 of compression are passed in both roles: 60 cases, or all 216 of them",
      arguments: ["server", "client"])
    func compressionCases(role: String) async throws {
      let ways = (1...5).map { "12.\($0)" } + (1...7).map { "13.\($0)" }
      let cases = ways.flatMap { way in Self.sizes.map { "\(way).\($0)" } }
      try await run(as: role, cases, count: cases.count)
    }
  #endif

  private func run(as role: String, _ cases: [String], count: Int) async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let python = try await Program.python(
      environment: "websocket-suite", requirements: folder.appending(path: "requirements.txt"))
    let lines = try await Program(
      python, [folder.appending(path: "suite.py").path, role, Program.path(built: "WebSocketEcho")] + cases
    ).output().split(separator: "\n")
    #expect(lines.count == count)
    for line in lines
    where !line.split(separator: "\t").dropFirst().allSatisfy({ Self.good.contains(String($0)) }) {
      Issue.record("as \(role): \(line)")
    }
  }
}
