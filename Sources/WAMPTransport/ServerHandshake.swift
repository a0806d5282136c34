internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// The server's side of the opening handshake: SwiftNIO's HTTP upgrade, then our own frame codec.
enum ServerHandshake {
  static func install(
    on channel: any Channel, subprotocols: [String], timeout: TimeAmount,
    makeConnection: @escaping @Sendable (String) -> WebSocketConnection
  ) throws {
    let refusal = RefusalHandler(subprotocols: subprotocols)
    let deadline = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in deadline.cancel() }
    let boundRefusal = NIOLoopBound(refusal, eventLoop: channel.eventLoop)
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: 125,
      automaticErrorHandling: false,
      shouldUpgrade: { channel, head in
        let headers = select(from: subprotocols, head).map {
          HTTPHeaders([("Sec-WebSocket-Protocol", $0)])
        }
        return channel.eventLoop.makeSucceededFuture(headers)
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          deadline.cancel()
          let pipeline = channel.pipeline.syncOperations
          let subprotocol = select(from: subprotocols, head) ?? ""
          try FrameCodec.replace(in: pipeline, by: makeConnection(subprotocol))
        }
      })
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(boundRefusal.value, promise: nil)
        }
      ))
    try channel.pipeline.syncOperations.addHandler(refusal)
  }

  /// The client's first choice among ours.
  static func select(from subprotocols: [String], _ head: HTTPRequestHead) -> String? {
    head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
      .first { subprotocols.contains($0) }
  }
}

/// NIO's upgraders install NIO's frame codec, which is 50 times slower than ours and cannot be taken
/// out: the connection goes in front of it, nearer to the socket, and passes nothing on.
enum FrameCodec {
  static func replace(
    in pipeline: ChannelPipeline.SynchronousOperations, by connection: WebSocketConnection
  ) throws {
    let encoder = try pipeline.handler(type: WebSocketFrameEncoder.self)
    try pipeline.addHandler(connection, position: .before(encoder))
  }
}

/// Answers requests that are no handshake for one of our subprotocols.
private final class RefusalHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let subprotocols: [String]

  init(subprotocols: [String]) {
    self.subprotocols = subprotocols
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
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
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
