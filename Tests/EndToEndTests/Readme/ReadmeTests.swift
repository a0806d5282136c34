import Flatwire
import Foundation
import Programs
import Testing

/// The samples of README and its articles are compiled and run: these files hold them word for word.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ReadmeTests {
  @Test func `the first sample does what it says`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (path, port) = (folder.appending(path: "app.db").path, 0)

    let store = try Store(path: path, schema: UsersSchema.schema)
    try await store.write { txn in
      try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users)
    }
    let name = try store.read { txn in try txn.get(.users, 7)?.name.description }

    let router = try await Router.start(.webSocket(port: port), realm: "realm1")
    try await router.register(.usersGet, reading: store) { request, snapshot, reply in
      try reply.send(snapshot.get(.users, request.id))  // the stored bytes are the result
    }

    let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
    let user = try await session.call(.usersGet, .init(id: 7))
    print(user.record.name.description)  // read inside the received frame

    #expect(name == "Ann")
    #expect(user.record.draft == .init(id: 7, name: "Ann", team: 1))
    await session.close()
    await router.stop()
  }

  @Test func `all Swift of README and its articles is compiled and run, and the schemas are the tests' own`()
    throws
  {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let tests = here.deletingLastPathComponent().deletingLastPathComponent()
    func text(_ path: String) throws -> String {
      try String(contentsOf: tests.appending(path: path), encoding: .utf8)
    }
    let blocks = try Documentation.text().components(separatedBy: "```")
    let schemas = blocks.filter { $0.contains("rpc_service") && $0.hasPrefix("\ninclude") }
    #expect(
      try schemas == ["users", "accounts"].map { try "\n" + text("EndToEndTests/\($0).fbs") })

    let files = try FileManager.default.contentsOfDirectory(atPath: here.path).filter {
      $0.hasSuffix(".swift")
    }
    let sources =
      try files.map { try text("EndToEndTests/Readme/\($0)") }
      + [text("FlatBuffersCodegenTests/ReadmeTests.swift")]
    let samples = blocks.filter { $0.hasPrefix("swift\n") }.map { $0.dropFirst("swift\n".count) }
      // Of manifests.
      .filter { !$0.hasPrefix("dependencies: [") && !$0.hasPrefix(".target(") }
    #expect(samples.count > 20)
    for sample in samples {
      // As deep as the code of a test, or of a closure within it.
      let depths = ["    ", "        "].map { sample.indented(by: $0) }
      #expect(sources.contains { source in depths.contains { source.contains($0) } }, "\(sample)")
    }
  }

  @Test func `every link within the documentation leads somewhere`() throws {
    func anchors(_ file: URL) throws -> Set<String> {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      return Set(
        lines.filter { $0.hasPrefix("#") }.map { line in
          String(
            line.drop { $0 == "#" }.dropFirst().lowercased().filter {
              $0.isLetter || $0.isNumber || " -_".contains($0)
            }.map { $0 == " " ? "-" : $0 })
        })
    }
    var count = 0
    for file in try Documentation.files() {
      let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```")
      let prose = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined()
      for link in prose.matches(of: /\]\(([^)\s]+)\)/).map(\.output.1) where !link.contains("://") {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target =
          parts[0].isEmpty
          ? file : file.deletingLastPathComponent().appending(path: String(parts[0])).standardized
        #expect(FileManager.default.fileExists(atPath: target.path), "\(file.lastPathComponent): \(link)")
        if parts.count == 2 { #expect(try anchors(target).contains(String(parts[1])), "\(link)") }
        count += 1
      }
    }
    #expect(count > 30)
  }
}

extension StringProtocol {
  fileprivate func indented(by space: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
  }
}
