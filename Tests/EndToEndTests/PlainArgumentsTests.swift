import Flatwire
import Foundation
import Programs
import Testing

/// Typed procedures and topics for a client we did not write, which knows nothing of records: plain arguments, and
/// plain results.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct PlainArgumentsTests {
  private typealias Observation = AutobahnPeer.Observation

  private static func find(_ list: [Any], _ keywords: [String: Any] = [:]) -> [String: Any] {
    ["do": "call", "procedure": Procedure.searchesFind.uri, "args": list, "kwargs": keywords]
  }

  private static func answer(_ request: RecordBuffer<Search>) throws -> RecordBuffer<Finding> {
    let search = request.record.draft
    return try RecordBuffer(
      Finding.Draft(
        count: search.limit, names: [search.text] + (search.tags ?? []), order: search.order,
        near: search.near,
        key: search.key))
  }

  @Test(arguments: ["cbor", "msgpack", "json"], [true, false])
  func `Autobahn calls a typed procedure with plain arguments, and gets plain results`(
    serializer: String, isOffered: Bool
  ) async throws {
    try await withRouter { router in
      func run() async throws -> [Observation] {
        try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            Self.find(["x"]),
            Self.find(
              ["x", ["x": 0.5, "y": -1], ["a", "b"]],
              ["limit": 3, "order": "byID", "key": ["base64": "AP8="]]),
            Self.find(["x", ["x": 0.5]]), Self.find(["x"], ["limit": -1]), Self.find(["x"], ["text": "y"]),
          ])
      }
      let seen: [Observation]
      if isOffered {
        // By a client, whose answers the router passes on.
        let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: router.realm)
        try await session.register(.searchesFind) { try Self.answer($0) }
        seen = try await run()
        await session.close()
      } else {
        try await router.register(.searchesFind) { try Self.answer($0) }
        seen = try await run()
      }
      let results = seen.filter { $0["event"] as? String == "result" }
      #expect(results.count == 2)
      let (first, second) = (try #require(results.first), try #require(results.last))
      #expect(first["args"] as? NSArray == [10, ["x"]])
      #expect(first["kwargs"] as? NSDictionary == ["order": "byName"])
      #expect(second["args"] as? NSArray == [3, ["x", "a", "b"]])
      #expect(
        second["kwargs"] as? NSDictionary
          == ["order": "byID", "near": ["x": 0.5, "y": -1], "key": ["base64": "AP8="]])
      let errors = seen.filter { $0["event"] as? String == "error" }
      #expect(
        errors.map { $0["uri"] as? String } == Array(repeating: "wamp.error.invalid_argument", count: 3))
      let texts = errors.map { ($0["args"] as? [String])?.first ?? "" }
      #expect(texts[0].contains("argument 'near': found an object, expected a value for 'y'"), "\(texts)")
      #expect(
        texts[1].contains("argument 'limit': found '-1', expected an integer from 0 to 4294967295"),
        "\(texts)")
      #expect(
        texts[2].contains("found the keyword argument \"text\", expected limit, order, key"), "\(texts)")
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `a procedure that reads a store answers plain calls with plain values, and records without a copy`(
    serializer: String
  ) async throws {
    try await withStore { store in
      try await store.write { txn in try txn.put(.init(id: 100, name: "Ann", team: 4), in: .users) }
      try await withRouter { router in
        try await router.register(.usersGet, reading: store) { request, snapshot, reply in
          try reply.send(snapshot.get(.users, request.id))
        }
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            ["do": "call", "procedure": Procedure.usersGet.uri, "args": [7]],
            ["do": "call", "procedure": Procedure.usersGet.uri, "args": ["7"]],
            ["do": "call", "procedure": Procedure.usersGet.uri, "args": [1000]],
            ["do": "call", "procedure": Procedure.usersGet.uri, "args": [100]],
          ])
        let results = seen.filter { $0["event"] as? String == "result" }.map { $0["args"] as? NSArray }
        let result = try #require(results.first ?? nil)
        #expect(result.count == 4)
        #expect(result[0] as? Int == 7)
        #expect(result[1] as? String == "User 7")
        #expect(result[2] as? Int == 1)
        // Without an avatar.
        #expect(results.dropFirst() == [[100, "Ann", 4]])
        let errors = seen.filter { $0["event"] as? String == "error" }.map { $0["uri"] as? String }
        #expect(errors == ["wamp.error.invalid_argument", "flatwire.error.no_such_record"])
        // The values are copies, and counted as what they are; the texts of errors are all that is not.
        #expect(router.counters.snapshot.payloadBytesUncopied < 1000)
        #expect(router.counters.snapshot.payloadBytesCopied.keys.allSatisfy { $0 == .translated })

        // Beside it, our client is answered in place.
        let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: router.realm)
        let user = try await session.call(.usersGet, .init(id: 7))
        #expect(user.record.draft == TestData.user(7))
        // Once the answer to GOODBYE is here, the one before is counted.
        await session.close()
        #expect(router.counters.snapshot.payloadBytesUncopied > 1000)
      }
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `an event with plain arguments arrives at a typed topic as a record`(serializer: String) async throws {
    try await withRouter { router in
      let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: router.realm)
      let events = try await session.subscribe(to: .usersChanged)
      _ = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [
          ["do": "publish", "topic": Topic.usersChanged.uri, "args": [1]],
          ["do": "publish", "topic": Topic.usersChanged.uri, "args": [2, "Two", 5, ["base64": "AQI="]]],
        ])
      for try await event in events {
        #expect(event.record.draft == User.Draft(id: 2, name: "Two", team: 5, avatar: [1, 2]))
        break
      }
      // One without the name, which is required.
      #expect(events.rejected == 1)
      await session.close()
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `Autobahn, which knows nothing of records, is called with plain arguments by typed code`(
    serializer: String
  ) async throws {
    try await withRouter { router in
      let (port, realm, find) = (router.port, router.realm, Procedure.searchesFind.uri)
      async let seen = AutobahnPeer.run(
        port: port, realm: realm, serializer: serializer,
        [
          ["do": "register", "procedure": find, "args": [2, ["a", "b"]], "several": true],
          ["do": "wait", "for": "invocation", "count": 1],
        ])
      let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(port)/", realm: realm)
      let procedure = MetaProcedureKey.Draft(procedure: find)
      while try await session.call(.wampRegistrationMatch, procedure, { $0.registration }) == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      let request = Search.Draft(
        text: "x", near: Position(x: 0.5, y: -1), limit: 3, order: .byID, key: [0, 255])
      let finding = try await session.call(.searchesFind, request, options: .init(asPlainArguments: true))
      #expect(finding.record.draft.count == 2 && finding.record.draft.names == ["a", "b"])
      let invocation = try #require(try await seen.first { $0["event"] as? String == "invocation" })
      #expect(invocation["args"] as? NSArray == ["x", ["x": 0.5, "y": -1]])
      #expect(
        invocation["kwargs"] as? NSDictionary == ["limit": 3, "order": "byID", "key": ["base64": "AP8="]])
      let unknown = Procedure<Search, Finding>(find)
      let error = await #expect(throws: WAMPError.self) {
        try await session.call(unknown, request, options: .init(asPlainArguments: true))
      }
      #expect(error?.code == .invalidArgument)
      await session.close()
    }
  }
}
