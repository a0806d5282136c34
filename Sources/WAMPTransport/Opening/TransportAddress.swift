/// Where a socket listens or leads to.
public enum TransportAddress: Sendable, Hashable, CustomStringConvertible {
  /// A host by name or number, of IPv4 or IPv6, and a port; 0 lets the system choose one to listen on.
  case tcp(host: String, port: Int)
  /// The path of a Unix socket.
  case unix(path: String)

  public var description: String {
    switch self {
    case .tcp(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    case .unix(let path): path
    }
  }

  /// The host; `nil` of a Unix socket.
  public var host: String? {
    if case .tcp(let host, _) = self { host } else { nil }
  }

  /// The port; `nil` of a Unix socket.
  public var port: Int? {
    if case .tcp(_, let port) = self { port } else { nil }
  }
}
