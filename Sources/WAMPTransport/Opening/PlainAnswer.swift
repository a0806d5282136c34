internal import NIOHTTP1

/// What a request of HTTP is answered that opens no WebSocket.
struct PlainAnswer {
  let status: HTTPResponseStatus
  let headers: HTTPHeaders
  let text: String

  /// A file of the endpoint's.
  init(showing file: StaticPages.File) {
    self.init(.ok, file.text, file.type, StaticPages.headers)
  }

  /// What is wrong with the request.
  init(refusing status: HTTPResponseStatus, by policy: UpgradePolicy) {
    var headers = [("Sec-WebSocket-Version", "13")]
    // A handshake of another version is told which one is spoken here (RFC 6455, section 4.4).
    if status == .upgradeRequired { headers.append(("Upgrade", "websocket")) }
    if status == .methodNotAllowed { headers.append(("Allow", "GET, HEAD")) }
    self.init(
      status, PlainAnswer.explanation(of: status, by: policy), "text/plain; charset=utf-8", headers)
  }

  private init(_ status: HTTPResponseStatus, _ text: String, _ type: String, _ others: [(String, String)]) {
    self.status = status
    self.text = text
    headers = HTTPHeaders(
      [("Content-Type", type), ("Content-Length", "\(text.utf8.count)"), ("Connection", "close")] + others)
  }

  private static func explanation(of status: HTTPResponseStatus, by policy: UpgradePolicy) -> String {
    switch status {
    case .notFound where policy.webSocket.pages != nil: "There is no page at this path.\n"
    case .notFound: "There is no WAMP router at this path.\n"
    case .forbidden: "Pages of this origin may not connect to this WAMP router.\n"
    case .misdirectedRequest: "There are no pages under this name of a host.\n"
    case .methodNotAllowed: "Pages can only be got.\n"
    default:
      "This is a WAMP router. Connect with WebSocket and one of the subprotocols "
        + policy.subprotocols.joined(separator: ", ") + ".\n"
    }
  }
}
