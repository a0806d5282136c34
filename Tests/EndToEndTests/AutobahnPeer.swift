import Foundation
import Programs
import Testing

/// Autobahn|Python as a client: actions in, observations out, a line of JSON each. See `Python/peer.py`.
struct AutobahnPeer {
  private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python")
  /// `Tests/EndToEndTests`
  static let schemas = scripts.deletingLastPathComponent()

  typealias Observation = [String: Any]

  /// Runs `actions` against a router and collects what was observed.
  ///
  /// Makes the virtual environment if there is none; that needs PyPI once.
  ///
  /// - Parameters:
  ///   - serializer: its name in a subprotocol.
  ///   - authentication: the method and arguments of Autobahn's authenticator.
  ///   - deadline: how long all of it may take.
  static func run(
    port: Int, realm: String, serializer: String = "cbor", authentication: [String: String]? = nil,
    deadline: Duration = .seconds(30), _ actions: [[String: Any]]
  ) async throws -> [Observation] {
    try await run(
      url: "ws://127.0.0.1:\(port)/", realm: realm, serializer: serializer, authentication: authentication,
      deadline: deadline, actions)
  }

  /// Runs `actions` over the transport that `url` names, in Autobahn's spelling.
  ///
  /// - Parameters:
  ///   - authority: the PEM file that the router's certificate leads to, for `wss` and `rss`.
  ///   - cookie: what the handshake's header `Cookie` says.
  static func run(
    url: String, realm: String, serializer: String = "cbor", authentication: [String: String]? = nil,
    trusting authority: String? = nil, cookie: String? = nil, deadline: Duration = .seconds(30),
    _ actions: [[String: Any]]
  ) async throws -> [Observation] {
    let package = schemas.deletingLastPathComponent().deletingLastPathComponent()
    let python = try await Program.python(
      environment: "autobahn", requirements: scripts.appending(path: "requirements.txt"))
    let lines = try actions.map { try JSONSerialization.data(withJSONObject: $0) }
    let proof =
      try authentication.map { arguments in
        [
          "--authenticate",
          String(decoding: try JSONSerialization.data(withJSONObject: arguments), as: UTF8.self),
        ]
      } ?? []
    let input = lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    let text = try await Program(
      python,
      [
        scripts.appending(path: "peer.py").path, "--url", url, "--realm", realm,
        "--schema", schemas.appending(path: "users.fbs").path, "--include",
        package.appending(path: "Schemas").path, "--serializer", serializer,
        "--deadline", "\(deadline.components.seconds)",
      ] + proof + (authority.map { ["--authority", $0] } ?? []) + (cookie.map { ["--cookie", $0] } ?? [])
    ).output(input: input)
    return try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Observation, "\(line)")
    }
  }
}

extension [String: Any] {
  /// The record Python's `flatbuffers` read from the bytes received.
  var record: [String: Any] { self["record"] as? [String: Any] ?? [:] }
}
