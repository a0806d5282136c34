import Flatwire
import Foundation
import Programs
import Testing

/// A client we did not write, which reads our records with code that flatc generated from our schema.
///
/// One after the other: a process started beside another one inherits, and keeps open, its pipes.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct AutobahnTests {
  @Test(arguments: ["cbor", "msgpack", "json", "cbor.batched", "msgpack.batched", "json.batched"])
  func `Autobahn calls, and Python's flatbuffers reads the stored record`(serializer: String) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            call(7), call(1000), ["do": "call", "procedure": "com.example.nothing"],
            ["do": "call", "procedure": Procedure.usersGet.uri, "args": [1, "two"]],
          ])
        #expect(seen.first?["event"] as? String == "joined")
        #expect(seen.first?["protocol"] as? String == "wamp.2.\(serializer)")
        let result = try #require(seen.first { $0["event"] as? String == "result" })
        #expect(result.record["id"] as? Int == 7)
        #expect(result.record["name"] as? String == "User 7")
        #expect((result.record["avatar"] as? [Int])?.count == 1000)
        let errors = seen.filter { $0["event"] as? String == "error" }.map { $0["uri"] as? String }
        #expect(
          errors == [
            "flatwire.error.no_such_record", "wamp.error.no_such_procedure", "wamp.error.invalid_argument",
          ])
        #expect(seen.last?["clean"] as? Bool == true)
        // Of the texts of errors, and in JSON of all.
        let sent = router.counters.snapshot
        #expect(sent.payloadBytesCopied.keys.allSatisfy { $0 == .translated })
        #expect((sent.payloadBytesUncopied > 1000) == !serializer.hasPrefix("json"))
      }
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `Autobahn subscribes and sees a stored record published`(serializer: String) async throws {
    try await withStore { store in
      try await withRouter { router in
        // Published when the peer asks for it, so that its subscription is there.
        try await router.register(.usersGet) { request in
          let stored = try store.pin(.users, request.record.id)
          if let stored { try await router.publish(stored, to: .usersChanged) }
          return stored
        }
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            ["do": "subscribe", "topic": Topic.usersChanged.uri, "response": "example.User"], call(3),
            ["do": "wait", "for": "event", "count": 1],
          ])
        let event = try #require(seen.first { $0["event"] as? String == "event" })
        #expect(event.record["id"] as? Int == 3)
        #expect(event.record["name"] as? String == "User 3")
      }
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `Autobahn gets the changes of a table: records of puts, keyword arguments of deletes`(
    serializer: String
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        // Written when the peer asks for it, so that its subscription is there.
        try await router.register(.usersGet) { request in
          let id = request.record.id
          try await store.write { txn in
            try txn.put(.init(id: id, name: "changed"), in: .users)
            try txn.delete(.users, id + 1)
          }
          return try store.pin(.users, id)
        }
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            ["do": "subscribe", "topic": Topic.usersChanged.uri, "response": "example.User"], call(3),
            ["do": "wait", "for": "event", "count": 2],
          ])
        let events = seen.filter { $0["event"] as? String == "event" }
        try #require(events.count == 2, "\(seen)")
        #expect(events[0].record["name"] as? String == "changed")
        let keywords = try #require(events[1]["kwargs"] as? [String: Any])
        #expect(keywords["operation"] as? String == "delete" && keywords["key_text"] as? String == "4")
        let commit = try store.read { try $0.commitNumber }
        #expect(keywords["commit"] as? Int == Int(commit))
      }
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `a client of ours calls a procedure that Autobahn registered`(serializer: String) async throws {
    try await withRouter { router in
      let record = try RecordBuffer<User>(.init(id: 5, name: "from Python"))
      async let invocations = answerCalls(router.port, router.realm, serializer, with: record)
      for serializer in SerializerKind.allCases {
        let session = try await join(router, serializer)
        let user = try await callWhenRegistered(session)
        #expect(user.record.draft == record.record.draft)
        await session.close()
      }
      #expect(try await invocations == SerializerKind.allCases.count)
    }
  }

  @Test func `Autobahn asks the router for its sessions and subscriptions, and is told what is wrong`()
    async throws
  {
    try await withRouter { router in
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm,
        [
          ["do": "subscribe", "topic": "wamp.subscription.on_create"],
          ["do": "subscribe", "topic": "com.example.news"],
          ["do": "call", "procedure": "wamp.session.count"],
          ["do": "call", "procedure": "wamp.session.count", "args": [["nobody"]]],
          ["do": "call", "procedure": "wamp.subscription.match", "args": ["com.example.news"]],
          ["do": "call", "procedure": "wamp.session.get", "args": [1]],
          ["do": "call", "procedure": "wamp.session.get", "args": ["x"]],
          ["do": "wait", "for": "event", "count": 1],
        ])
      let results = seen.filter { $0["event"] as? String == "result" }.map { $0["args"] as? [Any] ?? [] }
      #expect(results.map { "\($0)" } == ["[1]", "[0]", "[[2]]"])
      let errors = seen.filter { $0["event"] as? String == "error" }.map { $0["uri"] as? String }
      #expect(errors == ["wamp.error.no_such_session", "wamp.error.invalid_argument"])
    }
  }

  @Test func `Autobahn is refused a realm that does not exist, with the reason`() async throws {
    try await withRouter { router in
      let seen = try await AutobahnPeer.run(port: router.port, realm: "elsewhere", [])
      let abort = try #require(seen.first { $0["event"] as? String == "abort" })
      #expect(abort["reason"] as? String == "wamp.error.no_such_realm")
    }
  }

  /// Autobahn registers a procedure and stays until it was called once over each serializer.
  ///
  /// - Returns: how many invocations it saw.
  private func answerCalls(
    _ port: Int, _ realm: String, _ serializer: String, with record: RecordBuffer<User>
  ) async throws -> Int {
    let seen = try await AutobahnPeer.run(
      port: port, realm: realm, serializer: serializer,
      [
        [
          "do": "register", "procedure": Procedure.usersGet.uri,
          "base64": Data(Array(record.bytes)).base64EncodedString(),
        ],
        ["do": "wait", "for": "invocation", "count": SerializerKind.allCases.count],
      ])
    return seen.filter { $0["event"] as? String == "invocation" }.count
  }

  private func call(_ id: Int) -> [String: Any] {
    [
      "do": "call", "procedure": Procedure.usersGet.uri, "table": "example.UserKey", "fields": ["id": id],
      "response": "example.User",
    ]
  }

  /// Calls until the peer, a process of its own, has registered the procedure.
  private func callWhenRegistered(_ session: WAMPSession) async throws -> RecordBuffer<User> {
    for _ in 0..<600 {
      do {
        return try await session.call(.usersGet, .init(id: 5))
      } catch let error as WAMPError where error.code == .noSuchProcedure {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    return try await session.call(.usersGet, .init(id: 5))
  }
}
