import Flatwire

/// Where a router of a test is found over each transport.
struct Places: Sendable {
  var port: Int
  /// That for TLS.
  var securePort: Int
  var socket: String
  /// What a WebSocket asks for.
  var path = "/"
  /// The PEM file that the router's certificate leads to.
  var authority: String
  /// That of a router of this process.
  var inProcess: RouterAddress?

  func url(over transport: Way.Transport) -> String? {
    switch transport {
    case .webSocket: "ws://127.0.0.1:\(port)\(path)"
    case .rawSocket: "rs://127.0.0.1:\(port)"
    case .secureWebSocket: "wss://localhost:\(securePort)\(path)"
    case .secureRawSocket: "rss://localhost:\(securePort)"
    case .webSocketOnUnixSocket: "ws+unix://\(socket):\(path)"
    case .rawSocketOnUnixSocket: "rs+unix://\(socket)"
    case .inProcess: nil
    }
  }

  /// Joins the realm of the tests.
  func join(
    by way: Way, authid: String? = nil, authentication: ClientAuthentication = .anonymous,
    reconnection: Reconnection = .never
  ) async throws -> WAMPSession {
    var configuration = ConnectionConfiguration()
    configuration.prefersBatches = way.isBatched
    configuration.tls = ClientTLS(trustRoots: authority)
    let address: RouterAddress
    if let url = url(over: way.transport) {
      address = RouterAddress([url])
    } else if let inProcess {
      address = inProcess
    } else {
      throw WAMPError(.invalidArgument, "the router is not of this process")
    }
    return try await WAMPSession.connect(
      to: address, realm: "realm1", authid: authid, authentication: authentication,
      serializers: [way.serializer], reconnection: reconnection, configuration: configuration)
  }
}
