internal import NIOCore

/// The client's side of RawSocket's handshake.
final class RawSocketClientHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What came of it: the answer, or why there is none.
  enum Outcome {
    case accepted(RawSocketHandshake)
    /// The server may take another serializer.
    case refused(String)
  }

  private let request: RawSocketHandshake
  /// Called once; what it puts behind this handler gets what the server sent behind its answer.
  private let done: (Outcome) -> Void
  private var received = ByteBuffer()
  private var isDone = false

  init(_ request: RawSocketHandshake, done: @escaping (Outcome) -> Void) {
    self.request = request
    self.done = done
  }

  func handlerAdded(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request.bytes)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDone else { return }
    var chunk = unwrapInboundIn(data)
    received.writeBuffer(&chunk)
    guard let bytes = received.readBytes(length: RawSocketHandshake.byteCount) else { return }
    switch request.judge(answer: bytes) {
    case .accepted(let answer):
      end(.accepted(answer))
      if received.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(received)) }
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    case .refused(let reason): end(.refused(reason))
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { end(.refused("the connection ended")) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.refused("the connection ended"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.refused("\(error)"))
  }

  private func end(_ outcome: Outcome) {
    guard !isDone else { return }
    isDone = true
    done(outcome)
  }
}
