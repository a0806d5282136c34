package import WAMP

extension NodeConfiguration {
  /// Where clients connect, and what is spoken there.
  package struct Listener: Sendable, Equatable {
    package var address: Address
    package var tls: TLS?
    /// `nil` for no WebSocket.
    package var webSocket: WebSocket?
    package var speaksRawSocket: Bool
    /// The formats that clients can choose from; `nil` for all.
    package var formats: [SerializerKind]?
  }

  package enum Address: Sendable, Equatable {
    case tcp(host: String, port: Int)
    case unix(path: String)
  }

  /// The paths of PEM files.
  package struct TLS: Sendable, Equatable {
    package var certificate: String
    package var privateKey: String
    /// Authorities whose certificates clients have to show; `nil` if they need none.
    package var clientAuthorities: String?
  }

  package struct WebSocket: Sendable, Equatable {
    /// `nil` for every path.
    package var paths: Set<String>?
    /// Patterns of the origins of pages that may connect; `nil` for every one.
    package var allowedOrigins: Set<String>?
  }
}
