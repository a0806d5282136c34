internal import NIOCore

/// Tells by the first byte whether a client speaks RawSocket or WebSocket.
final class TransportDetector: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let acceptance: Acceptance
  private let webSocket: Endpoint.WebSocket
  private let deadline: Deadline

  init(_ acceptance: Acceptance, _ webSocket: Endpoint.WebSocket, _ deadline: Deadline) {
    self.acceptance = acceptance
    self.webSocket = webSocket
    self.deadline = deadline
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let first = unwrapInboundIn(data).readableBytesView.first else { return }
    do {
      if first == RawSocketHandshake.magic {
        try acceptance.beginRawSocket(on: context.channel, deadline)
      } else {
        try acceptance.beginWebSocket(webSocket, on: context.channel, deadline)
      }
    } catch {
      return context.close(promise: nil)
    }
    context.fireChannelRead(data)
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}
