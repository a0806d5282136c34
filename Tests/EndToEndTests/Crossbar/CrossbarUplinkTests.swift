import Flatwire
import Foundation
import Programs
import Testing

/// Stored records that clients reach through another router than ours: Crossbar.io, with Autobahn|Python as the client.
@Suite(.crossbar, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CrossbarUplinkTests {
  /// What is asked of the store, through whatever lies between.
  private static var questions: [[String: Any]] {
    [
      [
        "do": "call", "procedure": "com.example.user.get", "table": "example.UserKey", "fields": ["id": 7],
        "response": "example.User",
      ],
      ["do": "call", "procedure": "com.example.users.get", "args": [7]],
      [
        "do": "call", "procedure": "com.example.users.list", "kwargs": ["from": 5, "to": 6], "in_parts": true,
      ],
      ["do": "call", "procedure": "com.example.users.get", "args": ["7"]],
    ]
  }

  private func check(_ seen: [AutobahnPeer.Observation]) {
    let results = seen.filter { $0["event"] as? String == "result" }
    let record = results.first?.record ?? [:]
    #expect(record["id"] as? Int == 7 && record["name"] as? String == "User 7", "\(seen)")
    let plain = results.dropFirst().first?["args"] as? [Any] ?? []
    #expect(plain.count == 4 && plain[0] as? Int == 7 && plain[1] as? String == "User 7", "\(seen)")
    let parts = seen.filter { $0["event"] as? String == "part" }
    #expect(parts.compactMap { ($0["args"] as? [Any])?.first as? Int } == [5, 6], "\(seen)")
    let error = seen.first { $0["event"] as? String == "error" }
    #expect(error?["uri"] as? String == "wamp.error.invalid_argument", "\(seen)")
  }

  private func offering(
    _ address: String, _ body: (Router, Store, Uplink) async throws -> Void
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
        let uplink = try await router.uplink(
          to: RouterAddress([address]), realm: "realm1", offering: [.prefix("com.example.")],
          publishing: ["com.example.users.changed"], reconnection: .quick)
        try await body(router, store, uplink)
        await uplink.cancel()
      }
    }
  }

  @Test(
    "Autobahn calls stored records and tables through Crossbar.io, also after that was killed",
    arguments: [Way.Transport.webSocket, .rawSocket])
  func calls(transport: Way.Transport) async throws {
    let node = try #require(CrossbarNode.current)
    let address = try #require(node.places.url(over: transport))
    let url = try #require(node.places.url(over: .webSocket))
    try await offering(address) { _, _, _ in
      for serializer in ["cbor", "msgpack", "json"] {
        check(try await AutobahnPeer.run(url: url, realm: "realm1", serializer: serializer, Self.questions))
      }
      await node.restart()
      // Ours is back with all it offers before its first request is answered.
      let session = try await node.places.join(
        by: Way(transport: .webSocket, serializer: .cbor, isBatched: false))
      while await (try? session.call("com.example.users.count").list()) != [20] {
        try await Task.sleep(for: .milliseconds(50))
      }
      await session.close()
      check(try await AutobahnPeer.run(url: url, realm: "realm1", serializer: "cbor", Self.questions))
    }
  }

  @Test func `changes of a table reach subscribers at Crossbar.io as the stored records`() async throws {
    let node = try #require(CrossbarNode.current)
    let address = try #require(node.places.url(over: .rawSocket))
    try await offering(address) { _, store, uplink in
      let session = try await node.places.join(
        by: Way(transport: .webSocket, serializer: .cbor, isBatched: false))
      let events = try await session.subscribe(to: Topic<User>("com.example.users.changed"))
      let users = session.table(.users, at: "com.example.users")
      for id in 30...39 as ClosedRange<UInt64> { _ = try await users.put(TestData.user(id)) }
      var expected: UInt64 = 30
      for try await event in events {
        let stored = try #require(try store.pin(.users, expected))
        #expect(event.buffer.bytes == stored.bytes)
        expected += 1
        if expected == 40 { break }
      }
      #expect(uplink.lostEvents == 0)
      await session.close()
    }
  }

  @Test func `what Crossbar.io refuses is named`() async throws {
    let node = try #require(CrossbarNode.current)
    let address = try #require(node.places.url(over: .webSocket))
    let session = try await node.places.join(
      by: Way(transport: .webSocket, serializer: .cbor, isBatched: false))
    try await session.register("com.example.user.get") { $0.payload }
    let error = await #expect(throws: WAMPError.self) { try await offering(address) { _, _, _ in } }
    #expect(error?.code == .procedureAlreadyExists)
    #expect(error?.message.hasPrefix("com.example.user.get is not taken") == true)
    await session.close()
  }

  /// Crossbar.io does not speak it, so the other router is one of ours.
  @Test(arguments: ["flatbuffers", "cbor", "msgpack", "json"])
  func `Autobahn calls the same through a router of ours, also over FlatBuffers`(serializer: String)
    async throws
  {
    let outer = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let url = "ws://127.0.0.1:\(outer.port)/"
    let result = await Result.of {
      try await offering(url) { _, _, _ in
        check(try await AutobahnPeer.run(url: url, realm: "realm1", serializer: serializer, Self.questions))
      }
    }
    await outer.stop()
    try result.get()
  }
}
