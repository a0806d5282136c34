internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// The server's side of WebSocket's opening handshake: SwiftNIO's HTTP upgrade, then our own frame codec.
enum ServerHandshake {
  /// - Parameters:
  ///   - cookies: gives clients their cookies; `nil` if there are none.
  ///   - admit: throws to have the channel closed instead of opened.
  ///   - makeConnection: makes the connection for what was agreed on.
  static func install(
    on channel: any Channel, _ policy: UpgradePolicy, _ cookies: CookieDesk?,
    admit: @escaping @Sendable (UpgradePolicy.Opening) throws -> Void,
    makeConnection: @escaping @Sendable (UpgradePolicy.Opening) -> MessageConnection
  ) throws {
    let plain = PlainRequestHandler(policy)
    let boundPlain = NIOLoopBound(plain, eventLoop: channel.eventLoop)
    let agreed = NIOLoopBoundBox<Agreed?>(nil, eventLoop: channel.eventLoop)
    let upgrader = ServerUpgrader(policy, cookies, agreed, admit: admit) { channel, agreed in
      let connection = makeConnection(agreed.opening)
      connection.cookie = agreed.cookie
      try channel.pipeline.syncOperations.addHandler(connection)
      if boundPlain.value.isInputEnded { connection.apply(.inputEnded) }
    }
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(boundPlain.value, promise: nil)
        }
      ))
    try channel.pipeline.syncOperations.addHandler(plain)
  }
}

/// What the answer to a handshake says.
private struct Agreed: Sendable {
  let opening: UpgradePolicy.Opening
  let cookie: HandshakeCookie?
}

/// NIO's answer to the handshake, without NIO's frame codec, which is 50 times slower than ours and cannot
/// be taken out once it is in.
private struct ServerUpgrader: HTTPServerProtocolUpgrader, Sendable {
  let supportedProtocol = "websocket"
  let requiredUpgradeHeaders = ["upgrade"]

  private let answer: NIOWebSocketServerUpgrader
  /// What was answered; `nil` before, and if nothing was agreed on.
  private let agreed: NIOLoopBoundBox<Agreed?>
  private let install: @Sendable (any Channel, Agreed) throws -> Void

  init(
    _ policy: UpgradePolicy, _ cookies: CookieDesk?, _ agreed: NIOLoopBoundBox<Agreed?>,
    admit: @escaping @Sendable (UpgradePolicy.Opening) throws -> Void,
    install: @escaping @Sendable (any Channel, Agreed) throws -> Void
  ) {
    self.agreed = agreed
    self.install = install
    answer = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        guard case .open(let opening) = policy.verdict(on: head) else {
          return channel.eventLoop.makeSucceededFuture(nil)
        }
        do {
          try admit(opening)
        } catch {
          channel.close(promise: nil)
          return channel.eventLoop.makeFailedFuture(error)
        }
        var headers = HTTPHeaders()
        if !opening.subprotocol.isEmpty {
          headers.add(name: "Sec-WebSocket-Protocol", value: opening.subprotocol)
        }
        if let extensions = opening.extensions {
          headers.add(name: "Sec-WebSocket-Extensions", value: extensions)
        }
        let cookie = cookies?.cookie(for: head)
        if let cookies, let cookie, cookie.isNew {
          headers.add(name: "Set-Cookie", value: cookies.header(cookie.value))
        }
        agreed.value = Agreed(opening: opening, cookie: cookie)
        return channel.eventLoop.makeSucceededFuture(headers)
      },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
  }

  func buildUpgradeResponse(
    channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
  ) -> EventLoopFuture<HTTPHeaders> {
    answer.buildUpgradeResponse(
      channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
  }

  func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
    let channel = context.channel
    return context.eventLoop.makeCompletedFuture {
      guard let agreed = agreed.value else { return }
      try install(channel, agreed)
    }
  }
}
