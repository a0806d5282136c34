internal import NIOCore

/// The server's side of RawSocket's handshake.
final class RawSocketServerHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let acceptance: Acceptance
  private let deadline: Deadline
  private var received = ByteBuffer()
  private var isAnswered = false

  init(_ acceptance: Acceptance, _ deadline: Deadline) {
    self.acceptance = acceptance
    self.deadline = deadline
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    var chunk = unwrapInboundIn(data)
    received.writeBuffer(&chunk)
    if let first = received.readableBytesView.first, first != RawSocketHandshake.magic {
      return context.close(promise: nil)
    }
    guard let bytes = received.readBytes(length: RawSocketHandshake.byteCount) else { return }
    isAnswered = true
    do throws(RawSocketHandshake.Refusal) {
      let known = acceptance.subprotocols.compactMap(\.rawSocketID)
      open(try RawSocketHandshake(request: bytes, offering: known), context)
    } catch {
      // The peer, or the deadline, ends the rest: closing with bytes unread could lose the answer.
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: error.bytes)), promise: nil)
      context.close(mode: .output, promise: nil)
    }
  }

  private func open(_ request: RawSocketHandshake, _ context: ChannelHandlerContext) {
    guard let subprotocol = acceptance.subprotocols.first(where: { $0.rawSocketID == request.serializer })
    else { return }
    deadline.stop()
    let configuration = acceptance.configuration
    let answer = RawSocketHandshake(
      serializer: request.serializer, maxMessageSize: configuration.maxMessageSize)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer.bytes)), promise: nil)
    let reader = RawSocketReader(
      isServer: true, maxMessageSize: configuration.maxMessageSize,
      peerMaxMessageSize: request.maxMessageSize)
    let connection = acceptance.makeConnection(
      .rawSocket(reader), speaking: subprotocol, from: IPAddress(of: context.channel), on: context.channel)
    do {
      if let keepAlive = configuration.keepAlive { try keepAlive.leaveToSystem(on: context.channel) }
      try context.pipeline.syncOperations.addHandler(connection, position: .after(self))
    } catch {
      return context.close(promise: nil)
    }
    if received.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(received)) }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event, !isAnswered { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}
