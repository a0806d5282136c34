import Flatwire
import Foundation
import Programs
import Testing

/// The history of a router of ours for a client we did not write.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ForeignHistoryTests {
  @Test(arguments: ["cbor", "msgpack", "json"])
  func `Autobahn publishes, and asks for the events`(serializer: String) async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.", .prefix, in: history)
        let session = try await join(router, .cbor)
        try await session.publish(["first", .bytes(SharedBytes([0, 255]))], to: "com.example.a")
        let id = try #require(try await session.history().intValue)
        await session.close()
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            ["do": "publish", "topic": "com.example.b", "args": [2, "x"]],
            ["do": "publish", "topic": "com.example.c", "args": [3]],
            ["do": "call", "procedure": "wamp.subscription.get_events", "args": [id]],
            [
              "do": "call", "procedure": "wamp.subscription.get_events", "args": [id],
              "kwargs": ["reverse": true, "limit": 2],
            ],
            [
              "do": "call", "procedure": "wamp.subscription.get_events", "args": [id], "kwargs": ["limit": 0],
            ],
            ["do": "call", "procedure": "wamp.subscription.get_events", "args": [id], "in_parts": true],
          ])
        let results = seen.filter { $0["event"] as? String == "result" }
        try #require(results.count == 3, "\(seen)")
        let events = try #require(results[0]["args"] as? [[String: Any]])
        #expect(events.count == 3)
        #expect(
          events.map { ($0["details"] as? [String: Any])?["topic"] as? String }
            == ["a", "b", "c"].map { "com.example.\($0)" })
        #expect(events[0]["args"] as? NSArray == ["first", ["base64": "AP8="]])
        #expect(events[1]["args"] as? NSArray == [2, "x"])
        #expect(events.allSatisfy { $0["subscription"] as? Int64 == id && $0["timestamp"] is String })
        #expect(results[0]["kwargs"] as? NSDictionary == ["count": 3, "more": false, "total": 3, "gone": 0])
        let last = try #require(results[1]["args"] as? [[String: Any]])
        #expect(last.map { ($0["args"] as? [Any])?.first as? Int } == [3, 2])
        #expect((results[1]["kwargs"] as? [String: Any])?["more"] as? Bool == true)
        #expect(
          (results[1]["kwargs"] as? [String: Any])?["before_publication"] as? Int64 == last[1]["publication"]
            as? Int64)
        let parts = seen.filter { $0["event"] as? String == "part" }
        #expect(parts.count == 3)
        let errors = seen.filter { $0["event"] as? String == "error" }
        #expect(errors.map { $0["uri"] as? String } == ["wamp.error.invalid_argument"])
      }
      history.close()
    }
  }
}
