/// Where a router listens, and what is spoken there.
///
///     Endpoint.universal(port: 8080)                       // WebSocket and RawSocket, this machine only
///     Endpoint.rawSocket(.unix(path: "/run/router.sock"))
public struct Endpoint: Sendable, Equatable {
  /// Where to listen; by default only this machine can connect.
  public var address: TransportAddress
  /// How WebSocket is spoken; `nil` for not at all.
  public var webSocket: WebSocket?
  /// Whether RawSocket is spoken. Both share an address: the first byte of a connection tells them apart.
  public var speaksRawSocket: Bool
  /// The subprotocols that clients can choose from, of those that the server speaks; `nil` for all. RawSocket offers the
  /// same formats.
  public var subprotocols: Set<String>?
  /// What clients are shown, for connections that are encrypted; `nil` for none.
  public var tls: ServerTLS?
  /// Who may connect to a Unix socket: the mode of its file. By default only this user.
  public var socketMode: UInt16 = 0o600

  /// What of WebSocket is taken.
  public struct WebSocket: Sendable, Equatable {
    /// The paths that are served, without what follows a `?`; `nil` for every path. Others are answered with status 404.
    public var paths: Set<String>?
    /// The origins that pages may connect from, such as `https://example.com`; `nil` for every one, of a router that
    /// only this machine reaches for those of this machine. Others are answered with status 403. Who sends no origin is no browser, and is taken.
    public var allowedOrigins: Set<String>?
    /// How messages are compressed for clients that ask for it; `nil` for not at all.
    public var compression: Compression?
    /// The proxies that tell where clients come from; `nil` for none: then whoever connects is the client. Where there are
    /// some, others than this machine can reach the endpoint, whatever its address.
    public var trustedProxies: TrustedProxies?
    /// The cookie that clients are given; `nil` for none.
    public var cookie: Cookie?
    /// What requests get that open no WebSocket; `nil` for nothing.
    package var pages: StaticPages?

    public init(paths: Set<String>? = nil, allowedOrigins: Set<String>? = nil) {
      self.paths = paths
      self.allowedOrigins = allowedOrigins
    }
  }

  /// An endpoint that speaks at least one of the two transports.
  ///
  /// - Precondition: one of them is spoken.
  public init(_ address: TransportAddress, webSocket: WebSocket?, speaksRawSocket: Bool) {
    precondition(webSocket != nil || speaksRawSocket, "an endpoint speaks something")
    self.address = address
    self.webSocket = webSocket
    self.speaksRawSocket = speaksRawSocket
  }

  /// WebSocket on a port of TCP.
  ///
  /// - Parameters:
  ///   - host: the address to listen on; by default only this machine can connect.
  ///   - port: the TCP port; 0 lets the system choose one.
  public static func webSocket(host: String = "127.0.0.1", port: Int) -> Endpoint {
    .webSocket(.tcp(host: host, port: port))
  }

  /// RawSocket on a port of TCP; parameters as of ``webSocket(host:port:)``.
  public static func rawSocket(host: String = "127.0.0.1", port: Int) -> Endpoint {
    .rawSocket(.tcp(host: host, port: port))
  }

  /// WebSocket and RawSocket on one port of TCP; parameters as of ``webSocket(host:port:)``.
  public static func universal(host: String = "127.0.0.1", port: Int) -> Endpoint {
    .universal(.tcp(host: host, port: port))
  }

  /// WebSocket.
  public static func webSocket(_ address: TransportAddress) -> Endpoint {
    Endpoint(address, webSocket: WebSocket(), speaksRawSocket: false)
  }

  /// RawSocket.
  public static func rawSocket(_ address: TransportAddress) -> Endpoint {
    Endpoint(address, webSocket: nil, speaksRawSocket: true)
  }

  /// WebSocket and RawSocket.
  public static func universal(_ address: TransportAddress) -> Endpoint {
    Endpoint(address, webSocket: WebSocket(), speaksRawSocket: true)
  }
}
