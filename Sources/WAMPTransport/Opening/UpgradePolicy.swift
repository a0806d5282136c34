internal import NIOHTTP1

/// Which requests of HTTP open a WebSocket or get a page, and what the others are answered.
struct UpgradePolicy: Sendable {
  enum Verdict: Equatable {
    case open(Opening)
    /// It asks for one of the endpoint's pages.
    case show(StaticPages.File)
    case refuse(HTTPResponseStatus)
  }

  /// What a WebSocket begins with.
  struct Opening: Equatable {
    /// What is spoken; empty where none is offered.
    var subprotocol = ""
    /// What was agreed on; `nil` if nothing is compressed.
    var compression: Compression?
    /// What the client is told of extensions.
    var extensions: String?
    /// Where the client comes from; `nil` if it has no address, as on a Unix socket.
    var client: IPAddress?
    /// Whether a proxy said so, or could have.
    var isProxied = false
  }

  /// Empty: no subprotocol is spoken.
  let subprotocols: [String]
  let webSocket: Endpoint.WebSocket
  /// Who connected; `nil` over a Unix socket.
  let peer: IPAddress?

  /// A request is one for a WebSocket as RFC 6455, section 4.1, wants it; of the client's subprotocols the first one
  /// that is offered is taken.
  func verdict(on head: HTTPRequestHead) -> Verdict {
    if let pages = webSocket.pages, !UpgradePolicy.isUpgrade(head) { return pages.verdict(on: head) }
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
    guard let offers = UpgradePolicy.extensions(head), let subprotocol = choose(head) else {
      return .refuse(.badRequest)
    }
    var opening = Opening(subprotocol: subprotocol, client: peer)
    if let proxies = webSocket.trustedProxies, proxies.include(peer) {
      opening.isProxied = true
      do throws(ForwardedNode.Malformed) {
        opening.client = try proxies.client(behind: peer, head.headers[proxies.header.name])
      } catch {
        return .refuse(.badRequest)
      }
    }
    if let (answer, agreed) = webSocket.compression?.answer(to: offers) {
      opening.compression = agreed
      opening.extensions = answer
    }
    return .open(opening)
  }

  private func choose(_ head: HTTPRequestHead) -> String? {
    if subprotocols.isEmpty { return "" }
    return head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
      .first { subprotocols.contains($0) }
  }

  /// The extensions that a client offers; `nil` if the header is malformed, which no handshake survives (RFC 6455,
  /// section 9.1).
  private static func extensions(_ head: HTTPRequestHead) -> [WebSocketExtension]? {
    let lines = head.headers["Sec-WebSocket-Extensions"]
    return lines.isEmpty ? [] : WebSocketExtension.list(lines.joined(separator: ","))
  }

  private static func isUpgrade(_ head: HTTPRequestHead) -> Bool {
    head.headers[canonicalForm: "Upgrade"].contains { $0.lowercased() == "websocket" }
  }

  /// Whether a request asks for WebSocket of a version other than 13.
  private static func isOfOtherVersion(_ head: HTTPRequestHead) -> Bool {
    guard isUpgrade(head) else { return false }
    return head.headers.first(name: "Sec-WebSocket-Version").map { $0 != "13" } ?? false
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
