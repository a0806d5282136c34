internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// How a session is opened, each time anew: where, and with what.
struct SessionPlan: Sendable {
  let routes: [TransportURL]
  let hello: Message.Hello
  let schemas: SchemaOffer
  let serializers: [SerializerKind]
  let configuration: ConnectionConfiguration
  let counters: SendCounters
  let reconnection: Reconnection
  let logger: Logger

  /// - Throws: `wamp.error.invalid_argument` naming what is no address.
  static func routes(to address: RouterAddress) throws(WAMPError) -> [TransportURL] {
    guard !address.routes.isEmpty else { throw WAMPError(.invalidArgument, "no router is given") }
    var routes: [TransportURL] = []
    for case .url(let text) in address.routes {
      guard let url = TransportURL(text) else {
        throw WAMPError(.invalidArgument, "\(text.quoted) is not of the form \(TransportURL.forms)")
      }
      routes.append(url)
    }
    return routes
  }

  /// Tries one router.
  ///
  /// - Parameters:
  ///   - attempt: the number of the attempt, for the owner.
  /// - Throws: ``TransportError``, `CancellationError`. What becomes of the session, the connection tells the owner.
  func connect(_ route: Int, _ attempt: Int, for owner: SessionOwner.Handle) async throws {
    try await Connector.connect(
      to: routes[route],
      subprotocols: serializers.map { Subprotocol($0.subprotocol, rawSocketID: $0.rawSocketID) },
      on: owner.eventLoop, configuration: configuration, counters: counters
    ) { subprotocol, _ in
      guard let serializer = serializers.first(where: { $0.subprotocol == subprotocol }) else {
        preconditionFailure("the handshake accepts only what was offered")
      }
      return ClientConnection(
        ClientSession(hello, schemas: schemas), serializer: serializer, attempt: attempt, of: owner.value)
    }
  }
}
