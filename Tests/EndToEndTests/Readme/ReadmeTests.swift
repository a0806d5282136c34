import Flatwire
import Foundation
import Programs
import Testing

/// The README's samples are compiled and run: these files hold them word for word.
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

  @Test func `all of README's Swift is compiled and run, and its schemas are the tests' own`() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let tests = here.deletingLastPathComponent().deletingLastPathComponent()
    func text(_ path: String) throws -> String {
      try String(contentsOf: tests.appending(path: path), encoding: .utf8)
    }
    let blocks = try text("../README.md").components(separatedBy: "```")
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
}

extension StringProtocol {
  fileprivate func indented(by space: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
  }
}
