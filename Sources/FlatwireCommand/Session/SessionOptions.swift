import ArgumentParser
import Flatwire

/// Which router a command talks to, and how.
struct SessionOptions: ParsableArguments {
  @Option(help: "The router's address; FLATWIRE_URL in the environment, unless it is given.")
  var url = Self.environment("FLATWIRE_URL") ?? "ws://127.0.0.1:8080/ws"

  @Option(help: "The realm to join; FLATWIRE_REALM in the environment, unless it is given.")
  var realm = Self.environment("FLATWIRE_REALM") ?? "realm1"

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "The only format offered to the router; can be repeated, the preferred one first. "
        + "One of \(SerializerKind.allCases.map(\.name).joined(separator: ", ")).", valueName: "name"),
    transform: Self.format)
  var formats: [SerializerKind] = []

  @OptionGroup var authentication: AuthenticationOptions

  /// Opens a session, and closes it when `body` is done with it.
  ///
  /// - Parameter reconnection: what is done when the connection is lost later.
  /// - Throws: ``SessionFailure``, which names the router if there was no session, else what was asked for.
  func withSession<Result>(
    for uri: String, reconnection: Reconnection = .never, _ body: (WAMPSession) async throws -> Result
  ) async throws -> Result {
    let session: WAMPSession
    do {
      session = try await connect(reconnection)
    } catch {
      throw SessionFailure(subject: "\(url), realm \(realm)", error: error)
    }
    do {
      return try await session.closing(body)
    } catch {
      throw SessionFailure(subject: uri, error: error)
    }
  }

  private func connect(_ reconnection: Reconnection) async throws -> WAMPSession {
    try await WAMPSession.connect(
      to: url, realm: realm, authid: authentication.name, authentication: try authentication.proofs(),
      serializers: formats.isEmpty ? SerializerKind.allCases : formats, reconnection: reconnection)
  }

  private static func format(_ name: String) throws -> SerializerKind {
    guard let kind = SerializerKind(name: name) else {
      throw ValidationError("there is no format '\(name)'")
    }
    return kind
  }
}
