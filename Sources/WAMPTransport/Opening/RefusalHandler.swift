internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Answers requests that are no handshake for one of our subprotocols.
final class RefusalHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let policy: UpgradePolicy
  private var status = HTTPResponseStatus.badRequest
  private var isAnswered = false
  private var isRemoved = false
  /// The peer said no more while it was not decided what it gets.
  private(set) var isInputEnded = false

  init(_ policy: UpgradePolicy) {
    self.policy = policy
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      // What could be opened and was not asked for as an upgrade stays a bad request.
      if case .refuse(let status) = policy.verdict(on: head) { self.status = status }
    case .body: break
    case .end: answer(context)
    }
  }

  private func answer(_ context: ChannelHandlerContext) {
    guard !isAnswered else { return }
    isAnswered = true
    let text = explanation
    var headers = HTTPHeaders([
      ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "\(text.utf8.count)"),
      ("Sec-WebSocket-Version", "13"), ("Connection", "close"),
    ])
    // A handshake of another version is told which one is spoken here (RFC 6455, section 4.4).
    if status == .upgradeRequired { headers.add(name: "Upgrade", value: "websocket") }
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    endOutput(context)
  }

  private var explanation: String {
    switch status {
    case .notFound: "There is no WAMP router at this path.\n"
    case .forbidden: "Pages of this origin may not connect to this WAMP router.\n"
    default:
      "This is a WAMP router. Connect with WebSocket and one of the subprotocols "
        + policy.subprotocols.joined(separator: ", ") + ".\n"
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A handshake that is not for us: the request itself follows.
    if error is NIOWebSocketUpgradeError { return }
    endOutput(context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event {
      isInputEnded = true
      // A handshake that is under way takes a few turns of the loop, and is answered.
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: .milliseconds(100)) {
        let (handler, context) = bound.value
        if !handler.isRemoved { handler.endOutput(context) }
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    isRemoved = true
  }

  /// The peer, or the deadline of the handshake, ends the rest: closing with bytes unread would reset the
  /// connection, and the answer could be lost.
  private func endOutput(_ context: ChannelHandlerContext) {
    context.close(mode: .output, promise: nil)
  }
}
