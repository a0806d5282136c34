internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// Answers requests that are no handshake for one of our subprotocols: with a page, or with what is wrong.
final class PlainRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let policy: UpgradePolicy
  /// What could be opened and was not asked for as an upgrade stays a bad request.
  private var verdict = UpgradePolicy.Verdict.refuse(.badRequest)
  private var wantsText = true
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
      wantsText = head.method != .HEAD
      let verdict = policy.verdict(on: head)
      if case .open = verdict {} else { self.verdict = verdict }
    case .body: break
    case .end: send(context)
    }
  }

  private func send(_ context: ChannelHandlerContext) {
    guard !isAnswered else { return }
    isAnswered = true
    let answer =
      switch verdict {
      case .show(let file): PlainAnswer(showing: file)
      case .refuse(let status): PlainAnswer(refusing: status, by: policy)
      case .open: PlainAnswer(refusing: .badRequest, by: policy)
      }
    let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: answer.headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if wantsText {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.text)))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    endOutput(context)
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
