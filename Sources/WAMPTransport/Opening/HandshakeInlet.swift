internal import NIOCore

/// Holds back what a server sends behind its answer to the handshake, and its end, until the connection is in place.
///
/// What came with the answer itself waits in NIO's reader of HTTP, which drops it if the end of the stream comes before
/// that reader has left the pipeline.
final class HandshakeInlet: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private enum Held {
    case bytes(ByteBuffer)
    case inputClosed
  }

  private var context: ChannelHandlerContext?
  private var held: [Held] = []
  private var isHolding = false

  /// The answer was accepted: what follows is not HTTP.
  func hold() { isHolding = true }

  /// The connection is in place, or there will be none.
  func release() {
    guard let context else { return }
    isHolding = false
    for item in held {
      switch item {
      case .bytes(let bytes): context.fireChannelRead(wrapInboundOut(bytes))
      case .inputClosed: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
      }
    }
    held = []
    // From now on a stream that ends is the connection's end.
    try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
    context.fireChannelReadComplete()
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isHolding {
      held.append(.bytes(unwrapInboundIn(data)))
    } else {
      context.fireChannelRead(data)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
    if isHolding {
      held.append(.inputClosed)
    } else {
      // No answer can come any more.
      context.close(promise: nil)
    }
  }
}
