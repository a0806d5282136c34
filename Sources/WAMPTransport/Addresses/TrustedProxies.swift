/// The proxies in front of an endpoint that are believed when they say where a client of WebSocket comes from.
///
///     endpoint.webSocket?.trustedProxies = TrustedProxies([AddressRange("10.0.0.0/8")!], header: .xForwardedFor)
///
/// The client is the last one named that is no such proxy itself: what stands before it may be the client's own invention.
/// Nobody else is believed.
public struct TrustedProxies: Sendable, Equatable {
  /// Where a proxy says it. The other one is not looked at: a proxy may pass on what its client wrote there.
  public enum Header: Sendable {
    /// `X-Forwarded-For`.
    case xForwardedFor
    /// `Forwarded` (RFC 7239).
    case forwarded

    var name: String {
      switch self {
      case .xForwardedFor: "X-Forwarded-For"
      case .forwarded: "Forwarded"
      }
    }
  }

  /// Theirs.
  public var addresses: [AddressRange]
  /// Where they say it: all of them in the same header.
  public var header: Header

  public init(_ addresses: [AddressRange], header: Header = .xForwardedFor) {
    self.addresses = addresses
    self.header = header
  }

  /// - Parameter peer: `nil` of who came over a Unix socket.
  func include(_ peer: IPAddress?) -> Bool { addresses.contains { $0.contains(peer) } }

  /// Where a client comes from that such a proxy connected for.
  ///
  /// - Parameters:
  ///   - proxy: `nil` of one that came over a Unix socket.
  ///   - lines: what the header says, in the order of its lines.
  /// - Returns: the client's address. That of the proxy which knows it, if that does not tell; `nil` if that has none.
  /// - Throws: if what counts is malformed.
  func client(behind proxy: IPAddress?, _ lines: [String]) throws(ForwardedNode.Malformed) -> IPAddress? {
    var teller = proxy
    for text in try texts(lines).reversed() {
      guard let text, case .address(let address) = try ForwardedNode(text, in: header) else { return teller }
      if !include(address) { return address }
      teller = address
    }
    return teller
  }

  /// What is said of each client, the farthest first; `nil` where nothing is.
  private func texts(_ lines: [String]) throws(ForwardedNode.Malformed) -> [String?] {
    var texts: [String?] = []
    for line in lines {
      switch header {
      case .xForwardedFor:
        texts += line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      case .forwarded:
        guard let elements = ForwardedElement.list(line) else { throw ForwardedNode.Malformed() }
        texts += elements.map(\.client)
      }
    }
    return texts
  }
}
