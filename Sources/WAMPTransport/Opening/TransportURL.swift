/// Where a client connects to, and how.
///
/// | scheme | transport | form |
/// |---|---|---|
/// | `ws`, `wss` | WebSocket, without and with TLS | `ws://host[:port][/path]` |
/// | `rs`, `rss` | RawSocket, without and with TLS | `rs://host[:port]` |
/// | `ws+unix` | WebSocket on a Unix socket | `ws+unix:///run/router.sock[:/path]` |
/// | `rs+unix` | RawSocket on a Unix socket | `rs+unix:///run/router.sock` |
///
/// The schemes of RawSocket and the ports they stand for are those of Autobahn, `ws+unix` with its colon that of
/// Node's `ws`. Autobahn's own way to name Unix sockets, `rs://unix:/run/router.sock`, is read too.
package struct TransportURL: Sendable, Equatable, CustomStringConvertible {
  package enum Transport: String, Sendable {
    case webSocket = "WebSocket"
    case rawSocket = "RawSocket"
  }

  /// The forms that are read, for messages.
  package static let forms =
    "ws://host[:port][/path], wss://…, rs://host[:port], rss://…, ws+unix:///socket[:/path] or rs+unix:///socket"

  package var transport: Transport
  package var address: TransportAddress
  package var isSecure: Bool
  /// What a WebSocket asks for.
  package var path: String

  package init(
    _ transport: Transport, _ address: TransportAddress, isSecure: Bool = false, path: String = "/"
  ) {
    self.transport = transport
    self.address = address
    self.isSecure = isSecure
    self.path = path
  }

  /// Parses an address; `nil` if it is not of one of the ``forms``.
  package init?(_ text: String) {
    // White space and control characters could add lines to the request.
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), let colon = text.firstRange(of: "://") else {
      return nil
    }
    let rest = text[colon.upperBound...]
    switch text[..<colon.lowerBound] {
    case "ws": self.init(.webSocket, at: rest, isSecure: false)
    case "wss": self.init(.webSocket, at: rest, isSecure: true)
    case "rs": self.init(.rawSocket, at: rest, isSecure: false)
    case "rss": self.init(.rawSocket, at: rest, isSecure: true)
    case "ws+unix": self.init(.webSocket, onUnixSocket: rest)
    case "rs+unix": self.init(.rawSocket, onUnixSocket: rest)
    default: return nil
    }
  }

  private init?(_ transport: Transport, at text: Substring, isSecure: Bool) {
    if text.hasPrefix("unix:/"), !isSecure {
      self.init(transport, onUnixSocket: text.dropFirst(5))
      return
    }
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    let path = slash == text.endIndex ? "/" : String(text[slash...])
    var host = String(text[..<slash])
    var port = isSecure ? 443 : 80
    // An IPv6 address has colons of its own; it is written in brackets.
    if let colon = host.lastIndex(of: ":"), host.last != "]" {
      guard let number = Int(host[host.index(after: colon)...]), (1...65535).contains(number) else {
        return nil
      }
      port = number
      host = String(host[..<colon])
    }
    if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty, transport == .webSocket || path == "/" else { return nil }
    self.init(transport, .tcp(host: host, port: port), isSecure: isSecure, path: path)
  }

  private init?(_ transport: Transport, onUnixSocket text: Substring) {
    let colon = transport == .webSocket ? text.firstRange(of: ":/")?.lowerBound : nil
    let socket = text[..<(colon ?? text.endIndex)]
    guard socket.hasPrefix("/"), socket.count > 1 else { return nil }
    let path = colon.map { String(text[text.index(after: $0)...]) } ?? "/"
    self.init(transport, .unix(path: String(socket)), path: path)
  }

  package var description: String {
    let scheme = transport == .webSocket ? "ws" : "rs"
    let resource = transport == .webSocket ? path : ""
    switch address {
    case .tcp: return "\(scheme)\(isSecure ? "s" : "")://\(address)\(resource)"
    case .unix: return "\(scheme)+unix://\(address)\(transport == .webSocket ? ":\(path)" : "")"
    }
  }

  /// The address as it stands in the `Host` header.
  var authority: String {
    if case .tcp = address { address.description } else { "localhost" }
  }
}
