import Foundation
import Programs
import Testing

/// A WAMP client that we did not write, which tries one way to a router after the other. See `Python/every_way.py`.
enum ForeignClient: String, CaseIterable, Sendable {
  case autobahn
  case xconn

  /// A way to a router, in the words of WAMP.
  struct Way: Hashable, Sendable, CustomStringConvertible {
    let transport: Transport
    /// As a subprotocol says it.
    let serializer: String

    var description: String { "\(serializer) over \(transport.rawValue)" }
    typealias Transport = EndToEndTests.Way.Transport

    var speaksFlatBuffers: Bool { serializer == "flatbuffers" }
  }

  /// All that it has.
  var ways: [Way] {
    switch self {
    case .autobahn:
      Way.Transport.allCases.filter { $0 != .inProcess }.flatMap { transport in
        // It has no way to agree on batches over RawSocket; it speaks FlatBuffers, but not in batches.
        ["flatbuffers", "cbor", "msgpack", "json"].map { Way(transport: transport, serializer: $0) }
          + (transport.hasBatches ? ["cbor", "msgpack", "json"] : []).map {
            Way(transport: transport, serializer: "\($0).batched")
          }
      }
    case .xconn:
      // It can be told of no authority of a test.
      [Way.Transport.webSocket, .rawSocket, .rawSocketOnUnixSocket].flatMap { transport in
        ["cbor", "msgpack", "json"].map { Way(transport: transport, serializer: $0) }
      }
    }
  }

  /// The router's address in its spelling.
  private func url(over transport: Way.Transport, at places: Places) throws -> String {
    switch (self, transport) {
    case (.autobahn, .webSocketOnUnixSocket): "ws://unix:\(places.socket)"
    case (.autobahn, .rawSocketOnUnixSocket): "rs://unix:\(places.socket)"
    case (.xconn, .rawSocketOnUnixSocket): "unix+rs://\(places.socket)"
    default: try #require(places.url(over: transport))
    }
  }

  /// Performs actions over each way.
  ///
  /// - Returns: by way, what was observed.
  func run(
    at places: Places, _ actions: (Way) -> [[String: Any]]
  ) async throws -> [Way: [AutobahnPeer.Observation]] {
    let scripts = AutobahnPeer.schemas.appending(path: "Python")
    let package = AutobahnPeer.schemas.deletingLastPathComponent().deletingLastPathComponent()
    let python = try await Program.python(
      environment: rawValue,
      requirements: scripts.appending(path: self == .xconn ? "xconn-requirements.txt" : "requirements.txt"))
    let script = self == .xconn ? "xconn_every_way.py" : "every_way.py"
    let lines = try ways.map { way in
      try JSONSerialization.data(withJSONObject: [
        "way": "\(way)", "url": url(over: way.transport, at: places), "serializer": way.serializer,
        "realm": "realm1", "actions": actions(way),
      ])
    }
    let text = try await Program(
      python,
      [
        scripts.appending(path: script).path, AutobahnPeer.schemas.appending(path: "users.fbs").path,
        package.appending(path: "Schemas").path, places.authority,
      ]
    ).output(input: lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined())
    var seen: [Way: [AutobahnPeer.Observation]] = [:]
    for line in text.split(separator: "\n") {
      let observation = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? AutobahnPeer.Observation
      let way = ways.first { "\($0)" == observation?["way"] as? String }
      seen[try #require(way, "\(line)"), default: []].append(try #require(observation))
    }
    return seen
  }
}
