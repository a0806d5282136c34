internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Answers requests that are no handshake for one of our subprotocols.
final class RefusalHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let subprotocols: [String]
  private var isAnswered = false

  init(subprotocols: [String]) {
    self.subprotocols = subprotocols
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data), !isAnswered else { return }
    isAnswered = true
    let text =
      "This is a WAMP router. Connect with WebSocket and one of the subprotocols "
      + subprotocols.joined(separator: ", ") + ".\n"
    let headers = HTTPHeaders([
      ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "\(text.utf8.count)"),
      ("Sec-WebSocket-Version", "13"), ("Connection", "close"),
    ])
    let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    endOutput(context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A handshake that is not for us: the request itself follows.
    if error is NIOWebSocketUpgradeError { return }
    endOutput(context)
  }

  /// The peer, or the deadline of the handshake, ends the rest: closing with bytes unread would reset the
  /// connection, and the answer could be lost.
  private func endOutput(_ context: ChannelHandlerContext) {
    context.close(mode: .output, promise: nil)
  }
}
