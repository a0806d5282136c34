#if Compression
  import Flatwire
  import Programs
  import Testing

  /// Records that are compressed on their way.
  @Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct CompressionTests {
    /// Three records that repeat themselves, each larger than what is sent as it is.
    private static func withRouter(
      _ compression: Compression, _ body: (Router) async throws -> Void
    ) async throws {
      try await withStore { store in
        try await store.write { txn in
          for id in 7...9 as ClosedRange<UInt64> {
            let avatar = [UInt8](repeating: UInt8(id), count: 10_000)
            try txn.put(User.Draft(id: id, name: "User \(id)", avatar: avatar), in: .users)
          }
        }
        var endpoint = Endpoint.webSocket(port: 0)
        endpoint.webSocket?.compression = compression
        let router = try await Router.start([endpoint], realms: ["realm1"])
        let result = await Result.of {
          try await router.register(.usersGet, reading: store) { request, snapshot, reply in
            try reply.send(snapshot.get(.users, request.id))
          }
          try await body(router)
        }
        await router.stop()
        try result.get()
      }
    }

    private static func compression(keeps: Bool) -> Compression {
      var compression = Compression()
      compression.sending.isKept = keeps
      compression.receiving.isKept = keeps
      return compression
    }

    @Test(arguments: SerializerKind.allCases, [true, false])
    func `a stored record goes to our client compressed`(serializer: SerializerKind, keeps: Bool) async throws
    {
      try await Self.withRouter(Self.compression(keeps: keeps)) { router in
        var configuration = ConnectionConfiguration()
        configuration.compression = Compression()
        let session = try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(router.port)/", realm: router.realm, serializers: [serializer],
          configuration: configuration)
        for id in [7, 8, 9, 8, 7] as [UInt64] {
          let user = try await session.call(.usersGet, .init(id: id))
          #expect(user.record.id == id)
          #expect(user.record.avatar?.array == [UInt8](repeating: UInt8(id), count: 10_000))
        }
        await session.close()
        let sent = router.counters.snapshot
        #expect(sent.payloadBytesUncopied == 0)
        let reason: CopyReason = serializer == .json ? .translated : .compression
        #expect(sent.payloadBytesCopied[reason] ?? 0 > 50_000)
      }
    }

    @Test(arguments: ["cbor", "json", "cbor.batched"], [true, false])
    func `Autobahn, which offers it by itself, reads compressed records`(serializer: String, keeps: Bool)
      async throws
    {
      try await Self.withRouter(Self.compression(keeps: keeps)) { router in
        let call = { (id: Int) -> [String: Any] in
          [
            "do": "call", "procedure": Procedure.usersGet.uri, "table": "example.UserKey",
            "fields": ["id": id], "response": "example.User",
          ]
        }
        // What Autobahn sends is compressed, too, whatever its size.
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            call(7), call(8), call(7), ["do": "subscribe", "topic": "com.example.moved"],
            [
              "do": "publish", "topic": "com.example.moved",
              "args": [String(repeating: "door ", count: 1000)],
            ],
          ])
        #expect(seen.first?["extensions"] as? [String] == ["permessage-deflate"])
        let results = seen.filter { $0["event"] as? String == "result" }
        #expect(results.map { $0.record["id"] as? Int } == [7, 8, 7])
        #expect(results.map { ($0.record["avatar"] as? [Int])?.count } == [10_000, 10_000, 10_000])
        #expect(seen.contains { $0["event"] as? String == "published" })
        #expect(seen.last?["clean"] as? Bool == true)
        #expect(router.counters.snapshot.payloadBytesUncopied < 1000)
      }
    }
  }
#endif
