/// Where a client finds its router: one address, or several of which each will do.
///
///     let session = try await WAMPSession.connect(
///       to: ["ws://first.example/ws", "ws://second.example/ws"], realm: "realm1")
public struct RouterAddress: Sendable {
  package enum Route: Sendable {
    case url(String)
    /// A router of this process.
    case inProcess(InProcessEndpoint)
  }

  /// The preferred one first.
  package let routes: [Route]

  /// - Parameter urls: each as ``TransportURL`` reads it, `ws://host[:port][/path]` say, the preferred one first.
  public init(_ urls: [String]) { routes = urls.map { .url($0) } }

  package init(_ endpoint: InProcessEndpoint) { routes = [.inProcess(endpoint)] }
}

extension RouterAddress: ExpressibleByStringInterpolation {
  public init(stringLiteral url: String) { self.init([url]) }
}

extension RouterAddress: ExpressibleByArrayLiteral {
  public init(arrayLiteral urls: String...) { self.init(urls) }
}
