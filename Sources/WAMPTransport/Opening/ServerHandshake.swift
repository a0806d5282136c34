internal import NIOCore
internal import NIOHTTP1
internal import NIOWebSocket

/// The server's side of the opening handshake: SwiftNIO's HTTP upgrade, then our own frame codec.
enum ServerHandshake {
  static func install(
    on channel: any Channel, subprotocols: [String], timeout: Duration,
    makeConnection: @escaping @Sendable (String) -> MessageConnection
  ) throws {
    let deadline = Deadline(on: channel.eventLoop, in: timeout) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in deadline.stop() }
    let refusal = RefusalHandler(subprotocols: subprotocols)
    let boundRefusal = NIOLoopBound(refusal, eventLoop: channel.eventLoop)
    let upgrader = ServerUpgrader(subprotocols: subprotocols) { channel, subprotocol in
      deadline.stop()
      let connection = makeConnection(subprotocol)
      try channel.pipeline.syncOperations.addHandler(connection)
      if boundRefusal.value.isInputEnded { connection.apply(.inputEnded) }
    }
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(boundRefusal.value, promise: nil)
        }
      ))
    try channel.pipeline.syncOperations.addHandler(refusal)
  }

  /// Whether a request asks for WebSocket of a version other than 13.
  static func isOfOtherVersion(_ head: HTTPRequestHead) -> Bool {
    let isUpgrade = head.headers[canonicalForm: "Upgrade"].contains { $0.lowercased() == "websocket" }
    guard isUpgrade, let version = head.headers.first(name: "Sec-WebSocket-Version") else { return false }
    return version != "13"
  }

  /// Whether text is the base64 form of 16 bytes, as the key of a handshake has to be (RFC 6455, section 4.1).
  static func isKey(_ text: String) -> Bool {
    text.utf8.count == 24 && text.hasSuffix("==")
      && text.utf8.prefix(22).allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }
}

/// NIO's answer to the handshake, without NIO's frame codec, which is 50 times slower than ours and cannot
/// be taken out once it is in.
private struct ServerUpgrader: HTTPServerProtocolUpgrader, Sendable {
  let supportedProtocol = "websocket"
  let requiredUpgradeHeaders = ["upgrade"]

  private let answer: NIOWebSocketServerUpgrader
  private let subprotocols: [String]
  private let install: @Sendable (any Channel, String) throws -> Void

  init(subprotocols: [String], install: @escaping @Sendable (any Channel, String) throws -> Void) {
    self.subprotocols = subprotocols
    self.install = install
    answer = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        let headers = ServerUpgrader.select(from: subprotocols, head).map {
          HTTPHeaders($0.isEmpty ? [] : [("Sec-WebSocket-Protocol", $0)])
        }
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
      try install(channel, Self.select(from: subprotocols, upgradeRequest) ?? "")
    }
  }

  /// The client's first choice among ours, if the request is one for WebSocket (RFC 6455, section 4.1); empty where no
  /// subprotocol is offered.
  private static func select(from subprotocols: [String], _ head: HTTPRequestHead) -> String? {
    guard head.method == .GET, head.version == .http1_1, head.headers.contains(name: "Host"),
      let key = head.headers.first(name: "Sec-WebSocket-Key"), ServerHandshake.isKey(key)
    else { return nil }
    if subprotocols.isEmpty { return "" }
    return head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init)
      .first { subprotocols.contains($0) }
  }
}
