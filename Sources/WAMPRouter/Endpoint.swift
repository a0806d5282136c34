/// Where a router listens.
public struct Endpoint: Sendable, Equatable {
  public var host: String
  public var port: Int

  /// WebSocket without TLS.
  ///
  /// - Parameters:
  ///   - host: the address to listen on; by default only this machine can connect.
  ///   - port: the TCP port; 0 lets the system choose one, see ``Router/port``.
  public static func webSocket(host: String = "127.0.0.1", port: Int) -> Endpoint {
    Endpoint(host: host, port: port)
  }
}
