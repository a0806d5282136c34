/// A `ws://host[:port][/path]` address.
package struct WebSocketURL: Sendable, Equatable, CustomStringConvertible {
  package var host: String
  package var port: Int
  package var path: String

  package init(host: String, port: Int, path: String = "/") {
    self.host = host
    self.port = port
    self.path = path
  }

  /// Parses an address; `nil` if it is not of the form `ws://host[:port][/path]`.
  package init?(_ text: String) {
    // White space and control characters could add lines to the request.
    guard text.hasPrefix("ws://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
    let rest = text.dropFirst(5)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var host = String(rest[..<slash])
    var port = 80
    // An IPv6 address has colons of its own; it is written in brackets.
    if let colon = host.lastIndex(of: ":"), host.last != "]" {
      guard let number = Int(host[host.index(after: colon)...]), (1...65535).contains(number) else {
        return nil
      }
      port = number
      host = String(host[..<colon])
    }
    if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty else { return nil }
    self.init(host: host, port: port, path: slash == rest.endIndex ? "/" : String(rest[slash...]))
  }

  package var description: String {
    "ws://\(authority)\(path)"
  }

  /// Host and port as they stand in an address and in the `Host` header.
  var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
