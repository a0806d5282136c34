import Flatwire
import Foundation
import Programs
import Testing

/// What another process commits, published by the router of this one.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct OtherProcessTests {
  private func publishing(
    _ options: Store.Options, _ body: (_ path: String, WAMPSession, Router) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "test.db").path
    let store = try Store(path: path, schema: UsersSchema.schema, options: options)
    try await withRouter { router in
      try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      let session = try await join(router, .flatbuffers)
      try await body(path, session, router)
      await session.close()
    }
  }

  /// Changes the file with the command.
  ///
  /// - Returns: the commit's number.
  private func change(_ operation: String, _ path: String, _ arguments: String...) async throws -> UInt64 {
    let program = Program(built: "flatwire", ["db", operation, path, "users", "--json"] + arguments)
    let output = try await program.output()
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Int]
    return UInt64(try #require(object?["commit"]))
  }

  @Test("with a log its rows come as those of this process do, without a copy")
  func logged() async throws {
    var options = Store.Options()
    options.changeLog = .on()
    try await publishing(options) { path, session, router in
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let first = try await change("put", path, #"{"id": 7, "name": "Ann"}"#, #"{"id": 9, "name": "Bob"}"#)
      let second = try await change("delete", path, "7")
      let (ann, record) = try await changes.next().put()
      #expect(ann.commit == first && ann.keyText == "7" && !ann.isLastOfCommit)
      #expect(record.record.name.description == "Ann")
      #expect(try await changes.next().put().0.isLastOfCommit)
      let deleted = try await changes.next().delete()
      #expect(deleted.commit == second && deleted.key == ann.key)
      #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
    }
  }

  @Test("without a log they are told to be unknown")
  func unlogged() async throws {
    try await publishing(Store.Options()) { path, session, _ in
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let commit = try await change("put", path, #"{"id": 7, "name": "Ann"}"#)
      let unknown = try await changes.next().unknown()
      #expect(unknown.since < commit && unknown.through == commit)
      #expect(unknown.reason == UnknownChanges.Reason.otherProcess.description)
    }
  }
}
