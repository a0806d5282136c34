import Flatwire
import Foundation
import Programs
import Testing

/// Payloads that a router holds against its inventory, between clients we did not write.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ForeignPayloadTests {
  private typealias Observation = AutobahnPeer.Observation
  private static let get = Procedure.usersGet.uri
  private static let find = Procedure.searchesFind.uri
  private static let changed = Topic.usersChanged.uri

  private static func call(_ procedure: String, _ value: [String: Any]) -> [String: Any] {
    ["do": "call", "procedure": procedure].merging(value) { $1 }
  }

  private static var user: [String: Any] {
    ["table": "example.User", "fields": ["id": 7, "name": "Ann"]]
  }

  private static func publish(_ value: [String: Any]) -> [String: Any] {
    ["do": "publish", "topic": changed].merging(value) { $1 }
  }

  private static func kinds(_ seen: [Observation], _ kind: String) -> [Observation] {
    seen.filter { $0["event"] as? String == kind }
  }

  private static func texts(_ seen: [Observation]) -> [String] {
    kinds(seen, "error").map { "\($0["uri"] as? String ?? ""): \(($0["args"] as? [String])?.first ?? "")" }
  }

  /// What reached the other client.
  private struct Offered: Equatable {
    let invocations: Int
    let eventSizes: [Int]
  }

  /// Another client, which offers procedures and is subscribed to a topic, until what is right has reached it.
  private static func offering(
    _ router: Router, _ serializer: String, seenBy watcher: WAMPSession
  ) async throws -> Task<Offered, any Error> {
    let registered = try await watcher.subscribe(to: "wamp.registration.on_register")
    let subscribed = try await watcher.subscribe(to: "wamp.subscription.on_subscribe")
    let task = Task {
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [
          ["do": "register", "procedure": get].merging(user) { $1 },
          ["do": "register", "procedure": find, "args": [3, ["a"]], "several": true],
          ["do": "subscribe", "topic": changed],
          ["do": "wait", "for": "invocation", "count": 4], ["do": "wait", "for": "event", "count": 2],
        ])
      return Offered(
        invocations: kinds(seen, "invocation").count,
        eventSizes: kinds(seen, "event").map { ($0["args"] as? NSArray)?.count ?? 0 })
    }
    var count = 0
    for try await _ in registered {
      count += 1
      if count == 2 { break }
    }
    for try await _ in subscribed { break }
    return task
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `what is wrong passes neither from one Autobahn client to another one, nor to its topics`(
    serializer: String
  ) async throws {
    try await PayloadValidationTests.withRouter { router in
      let watcher = try await join(router, .cbor)
      let offering = try await Self.offering(router, serializer, seenBy: watcher)
      let key: [String: Any] = ["table": "example.UserKey", "fields": ["id": 7], "response": "example.User"]
      let damaged = ["base64": "AQIDBAUGBwgJCgsMDQ4PEA=="]
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [
          Self.call(Self.get, key), Self.call(Self.get, ["args": [7], "response": "example.User"]),
          Self.call(Self.get, ["args": ["7"]]), Self.call(Self.get, damaged),
          Self.call(Self.find, ["args": ["x", ["x": 0.5, "y": 1], ["a"]], "kwargs": ["limit": 3]]),
          Self.call(Self.find, ["args": ["x"], "kwargs": ["limit": -1]]), Self.call(Self.find, [:]),
          Self.publish(["args": [1]]), Self.publish(damaged), Self.publish(["args": [2, "Two", 5]]),
          Self.publish(Self.user), Self.call(Self.get, key),
        ])
      #expect(
        Self.kinds(seen, "result").map { $0.record["name"] as? String } == ["Ann", "Ann", nil, "Ann"])
      #expect(Self.kinds(seen, "result")[2]["args"] as? NSArray == [3, ["a"]])
      let texts = Self.texts(seen)
      let expected = [
        "the request of \(Self.get): argument 'id': found", "the request of \(Self.get): ",
        "the request of \(Self.find): argument 'limit': found '-1'", "the request of \(Self.find): ",
        "the event of \(Self.changed): ", "the event of \(Self.changed): ",
      ]
      #expect(texts.count == expected.count)
      for (text, expected) in zip(texts, expected) {
        #expect(text.hasPrefix("wamp.error.invalid_payload: \(expected)"), "\(text)")
      }
      let offered = try await offering.value
      #expect(offered == Offered(invocations: 4, eventSizes: [3, 1]))
      await watcher.close()
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"])
  func `what an Autobahn callee answers wrongly becomes an error of the call`(serializer: String) async throws
  {
    try await PayloadValidationTests.withRouter { router in
      let answers: [[String: Any]] = [
        ["args": ["nobody"]], ["args": [7], "several": true], ["base64": "AQIDBAUGBwgJCgsMDQ4PEA=="],
        ["args": [7, "Ann"], "several": true], ["args": ["x"], "error": "com.example.error.own"],
      ]
      var actions: [[String: Any]] = answers.flatMap { answer in
        [
          ["do": "register", "procedure": Self.get].merging(answer) { $1 },
          Self.call(Self.get, ["args": [7]]),
          ["do": "unregister", "procedure": Self.get],
        ]
      }
      actions += [
        ["do": "register", "procedure": Self.find, "parts": [1, "two"], "args": [3]],
        Self.call(Self.find, ["args": ["x"], "in_parts": true]), Self.call(Self.find, ["args": ["x"]]),
      ]
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer, actions)
      let texts = Self.texts(seen)
      let expected = [
        "wamp.error.invalid_payload: the result of \(Self.get): argument 'id': found",
        "wamp.error.invalid_payload: the result of \(Self.get): ",
        "wamp.error.invalid_payload: the result of \(Self.get): ", "com.example.error.own: x",
        "wamp.error.invalid_payload: the result of \(Self.find): argument 'count': found",
      ]
      #expect(texts.count == expected.count, "\(texts)")
      for (text, expected) in zip(texts, expected) { #expect(text.hasPrefix(expected), "\(text)") }
      #expect(Self.kinds(seen, "part").map { $0["args"] as? NSArray } == [[1]])
      #expect(Self.kinds(seen, "result").map { $0["args"] as? NSArray } == [[7, "Ann"], [3]])
    }
  }
}
