/// Limits and deadlines of one connection.
public struct ConnectionConfiguration: Sendable {
  /// The largest message accepted, in bytes; at most 1 GiB.
  public var maxMessageSize = 16 << 20 {
    didSet { maxMessageSize = min(max(maxMessageSize, 0), 1 << 30) }
  }
  /// The most bytes that may wait for a slow peer before the connection is closed.
  public var maxQueuedBytes = 64 << 20
  /// How long a slow peer may hold borrowed bytes before they are copied.
  public var borrowLimit: Duration = .milliseconds(100)
  /// How long the peer has for the handshake, for its part of closing, and to take its answers after it ended its
  /// own direction.
  public var handshakeTimeout: Duration = .seconds(10)
  /// Whether a client asks for the subprotocols in which one message of WebSocket may hold several of WAMP, and for others
  /// only if the router has none of those.
  public var prefersBatches = false
  /// How a client asks a WebSocket's server to compress messages; `nil` for not at all. A server's is that of its
  /// ``Endpoint/WebSocket``.
  public var compression: Compression?
  /// How a peer that is gone is noticed; `nil` for not at all.
  public var keepAlive: KeepAlive? = KeepAlive()
  /// What a client asks of a server behind `wss` and `rss`; of no use to a server.
  public var tls = ClientTLS()
  /// Bounds what all connections that share it hold together; `nil` for no bound but their own.
  public var budget: TransportBudget?

  /// Bounds how many connections all listeners that share it have; `nil` for no bound. Of no use to a client.
  public var quota: ConnectionQuota?

  public init() {}

  /// Pings for silent peers; any byte that comes is a sign of life.
  ///
  /// Silence is measured in quarters of the two times: each may last up to a quarter longer.
  public struct KeepAlive: Sendable, Equatable {
    /// How long a peer may be silent before it is sent a ping.
    public var pingAfter: Duration
    /// How much longer it may stay silent before the connection is closed.
    public var closeAfter: Duration

    public init(pingAfter: Duration = .seconds(10), closeAfter: Duration = .seconds(10)) {
      self.pingAfter = pingAfter
      self.closeAfter = closeAfter
    }
  }
}
