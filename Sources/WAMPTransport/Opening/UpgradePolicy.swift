internal import NIOHTTP1

/// Which requests of HTTP open a WebSocket, and what the others are answered.
struct UpgradePolicy: Sendable {
  enum Verdict: Equatable {
    /// With the subprotocol that is spoken; empty where none is offered.
    case open(subprotocol: String)
    case refuse(HTTPResponseStatus)
  }

  /// Empty: no subprotocol is spoken.
  let subprotocols: [String]
  let webSocket: Endpoint.WebSocket

  /// A request is one for a WebSocket as RFC 6455, section 4.1, wants it; of the client's subprotocols the first one
  /// that is offered is taken.
  func verdict(on head: HTTPRequestHead) -> Verdict {
    if let paths = webSocket.paths, !paths.contains(String(head.uri.prefix { $0 != "?" })) {
      return .refuse(.notFound)
    }
    if let allowed = webSocket.allowedOrigins, let origin = head.headers.first(name: "Origin"),
      !allowed.contains(where: { OriginPattern($0).matches(origin) })
    {
      return .refuse(.forbidden)
    }
    if UpgradePolicy.isOfOtherVersion(head) { return .refuse(.upgradeRequired) }
    guard head.method == .GET, head.version == .http1_1, head.headers.contains(name: "Host"),
      let key = head.headers.first(name: "Sec-WebSocket-Key"), UpgradePolicy.isKey(key)
    else { return .refuse(.badRequest) }
    if subprotocols.isEmpty { return .open(subprotocol: "") }
    let chosen = head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
      .first { subprotocols.contains($0) }
    return chosen.map { .open(subprotocol: $0) } ?? .refuse(.badRequest)
  }

  /// Whether a request asks for WebSocket of a version other than 13.
  private static func isOfOtherVersion(_ head: HTTPRequestHead) -> Bool {
    let isUpgrade = head.headers[canonicalForm: "Upgrade"].contains { $0.lowercased() == "websocket" }
    guard isUpgrade, let version = head.headers.first(name: "Sec-WebSocket-Version") else { return false }
    return version != "13"
  }

  /// Whether text is the base64 form of 16 bytes, as the key of a handshake has to be (RFC 6455, section 4.1).
  private static func isKey(_ text: String) -> Bool {
    text.utf8.count == 24 && text.hasSuffix("==")
      && text.utf8.prefix(22).allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }
}
