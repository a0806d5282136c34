public import NIOCore

/// Limits of one connection.
public struct ConnectionConfiguration: Sendable {
  /// The largest message accepted, in bytes; at most 1 GiB.
  public var maxMessageSize = 16 << 20 {
    didSet { maxMessageSize = min(max(maxMessageSize, 0), 1 << 30) }
  }
  /// The most bytes that may wait for a slow peer before the connection is closed.
  public var maxQueuedBytes = 64 << 20
  /// How long a slow peer may hold borrowed bytes before they are copied.
  public var borrowLimit: TimeAmount = .milliseconds(100)
  /// How long the peer has for the handshake, and for its part of closing.
  public var handshakeTimeout: TimeAmount = .seconds(10)

  public init() {}
}
