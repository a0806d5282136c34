internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// NIO's side of a client's handshake, without NIO's frame codec, which is 50 times slower than ours and
/// cannot be taken out once it is in.
struct ClientUpgrader: NIOTypedHTTPClientProtocolUpgrader {
  /// `nil` once upgraded, otherwise why not.
  typealias UpgradeResult = EventLoopFuture<String?>

  let supportedProtocol = "websocket"
  let requiredUpgradeHeaders: [String] = []

  private let plan: ConnectionPlan
  private let request: NIOTypedWebSocketClientUpgrader<Void>
  /// Told when the server's answer is accepted.
  private let accepted: NIOLoopBound<HandshakeInlet>

  init(_ plan: ConnectionPlan, inlet: NIOLoopBound<HandshakeInlet>) {
    self.plan = plan
    accepted = inlet
    request = NIOTypedWebSocketClientUpgrader { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
  }

  private var subprotocols: [String] { plan.subprotocols.map(\.name) }

  func startHandshake(on channel: any Channel) throws -> EventLoopFuture<UpgradeResult> {
    var headers = HTTPHeaders([("Host", plan.url.authority)])
    if !subprotocols.isEmpty {
      headers.add(name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", "))
    }
    if let compression = plan.configuration.compression {
      headers.add(name: "Sec-WebSocket-Extensions", value: compression.offer)
    }
    if let cookies = plan.cookies { headers.add(name: "Cookie", value: cookies) }
    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: HTTPRequestHead(
          version: .http1_1, method: .GET, uri: plan.url.path, headers: headers),
        upgraders: [self],
        notUpgradingCompletionHandler: { channel in
          channel.eventLoop.makeCompletedFuture {
            let reason = channel.eventLoop.makePromise(of: String?.self)
            try channel.pipeline.syncOperations.addHandler(RefusalReader(reason))
            return reason.futureResult
          }
        }))
    // A server may send right behind its answer.
    configuration.leftOverBytesStrategy = .forwardBytes
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: configuration)
  }

  func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
    request.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
  }

  func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
    guard request.shouldAllowUpgrade(upgradeResponse: upgradeResponse) else { return false }
    accepted.value.hold()
    return true
  }

  func upgrade(channel: any Channel, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<UpgradeResult> {
    channel.eventLoop.makeCompletedFuture {
      do {
        let (spoken, compression) = (
          try subprotocol(of: upgradeResponse), try compression(of: upgradeResponse)
        )
        plan.keepCookies(upgradeResponse.headers["Set-Cookie"])
        try plan.installWebSocket(speaking: spoken, compression: compression, on: channel)
        return channel.eventLoop.makeSucceededFuture(nil)
      } catch let fault as Unacceptable {
        channel.close(promise: nil)
        return channel.eventLoop.makeSucceededFuture(fault.reason)
      }
    }
  }
}

// What an answer chooses that switches protocols: it may choose only what was asked for (RFC 6455, section 4.1).
extension ClientUpgrader {
  private struct Unacceptable: Error {
    let reason: String
  }

  private func subprotocol(of answer: HTTPResponseHead) throws(Unacceptable) -> String {
    let chosen = answer.headers["Sec-WebSocket-Protocol"].joined(separator: ", ")
    if subprotocols.isEmpty ? !chosen.isEmpty : !subprotocols.contains(chosen) {
      throw Unacceptable(
        reason: "the server chose the subprotocol \"\(ForeignText(chosen))\", which was not asked for")
    }
    return chosen
  }

  private func compression(of answer: HTTPResponseHead) throws(Unacceptable) -> Compression? {
    let chosen = answer.headers["Sec-WebSocket-Extensions"].joined(separator: ", ")
    if chosen.isEmpty { return nil }
    let extensions = WebSocketExtension.list(chosen) ?? []
    guard let agreed = plan.configuration.compression?.agreed(by: extensions) else {
      throw Unacceptable(
        reason: "the server chose the extension \"\(ForeignText(chosen))\", which was not asked for")
    }
    return agreed
  }
}

/// Reads why a server did not switch protocols.
private final class RefusalReader: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let reason: EventLoopPromise<String?>
  private var status = "the answer is not of HTTP"
  private var text = ByteBuffer()

  init(_ reason: EventLoopPromise<String?>) {
    self.reason = reason
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      status = "the server answered with status \(head.status.code) \(ForeignText(head.status.reasonPhrase))"
    case .body(var part):
      // Enough for any explanation.
      if text.readableBytes < 1000 { text.writeBuffer(&part) }
    case .end: context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    let text = ForeignText(String(decoding: text.readableBytesView.prefix(1000), as: UTF8.self)).description
    reason.succeed(text.isEmpty ? status : "\(status): \(text)")
  }
}
