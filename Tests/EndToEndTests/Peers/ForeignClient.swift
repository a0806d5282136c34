import Foundation
import Programs
import Testing

/// A WAMP client that we did not write, which tries one way to a router after the other: see `Python/every_way.py`.
enum ForeignClient: String, CaseIterable, Sendable {
  case autobahn
  case xconn

  /// A way to a router, in the words of WAMP.
  struct Way: Hashable, Sendable, CustomStringConvertible {
    let transport: Transport
    /// As a subprotocol says it.
    let serializer: String

    typealias Transport = EndToEndTests.Way.Transport

    var speaksFlatBuffers: Bool { serializer == "flatbuffers" }
    var description: String { "\(serializer) over \(transport.rawValue)" }
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

  /// Something that it does over one way, in a session of its own.
  struct Visit {
    let way: Way
    var realm = "realm1"
    /// The method and the arguments of Autobahn's authenticator.
    var authentication: [String: String]?
    let actions: [[String: Any]]
  }

  /// Makes one visit after the other.
  ///
  /// - Returns: for each visit, what was observed.
  func run(at places: Places, _ visits: [Visit]) async throws -> [[AutobahnPeer.Observation]] {
    let scripts = AutobahnPeer.schemas.appending(path: "Python")
    let package = AutobahnPeer.schemas.deletingLastPathComponent().deletingLastPathComponent()
    let python = try await Program.python(
      environment: rawValue, requirements: scripts.appending(path: requirements))
    let lines = try visits.enumerated().map { index, visit in
      var line: [String: Any] = [
        "visit": index, "url": try url(over: visit.way.transport, at: places),
        "serializer": visit.way.serializer, "realm": visit.realm, "actions": visit.actions,
      ]
      line["authentication"] = visit.authentication
      return String(decoding: try JSONSerialization.data(withJSONObject: line), as: UTF8.self) + "\n"
    }
    let text = try await Program(
      python,
      [
        scripts.appending(path: script).path, AutobahnPeer.schemas.appending(path: "users.fbs").path,
        package.appending(path: "Schemas").path, places.authority,
      ]
    ).output(input: lines.joined())
    var seen = [[AutobahnPeer.Observation]](repeating: [], count: visits.count)
    for line in text.split(separator: "\n") {
      let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? AutobahnPeer.Observation
      let observation = try #require(parsed, "\(line)")
      seen[try #require(observation["visit"] as? Int)].append(observation)
    }
    return seen
  }

  private var script: String {
    switch self {
    case .autobahn: "every_way.py"
    case .xconn: "xconn_every_way.py"
    }
  }

  private var requirements: String {
    switch self {
    case .autobahn: "requirements.txt"
    case .xconn: "xconn-requirements.txt"
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
}
