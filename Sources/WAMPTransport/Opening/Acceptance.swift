internal import NIOCore
internal import NIOSSL

/// What every accepted connection goes through until messages flow: which transport it speaks, and its handshake.
struct Acceptance: Sendable {
  typealias MakeDelegate = @Sendable (_ subprotocol: String, _ loop: any EventLoop) -> any ConnectionDelegate

  let endpoint: Endpoint
  /// `nil` where nothing is encrypted.
  let certificates: ServerCertificates?
  /// Empty: WebSocket without a subprotocol.
  let subprotocols: [Subprotocol]
  let acceptsText: Bool
  let configuration: ConnectionConfiguration
  let counters: SendCounters
  let makeDelegate: MakeDelegate

  /// Puts the first handlers into a channel.
  func begin(on channel: any Channel) throws {
    let deadline = Deadline(on: channel.eventLoop, in: configuration.handshakeTimeout) {
      channel.close(promise: nil)
    }
    channel.closeFuture.whenComplete { _ in deadline.stop() }
    if let certificates { try channel.pipeline.syncOperations.addHandler(certificates.makeHandler()) }
    switch endpoint.webSocket {
    case .some(let webSocket) where endpoint.speaksRawSocket:
      try channel.pipeline.syncOperations.addHandler(TransportDetector(self, webSocket, deadline))
    case .some(let webSocket): try beginWebSocket(webSocket, on: channel, deadline)
    case nil: try beginRawSocket(on: channel, deadline)
    }
  }

  func beginWebSocket(
    _ webSocket: Endpoint.WebSocket, on channel: any Channel, _ deadline: Deadline
  ) throws {
    let policy = UpgradePolicy(subprotocols: subprotocols.map(\.name), webSocket: webSocket)
    try ServerHandshake.install(on: channel, policy) { name in
      deadline.stop()
      let isText = subprotocols.first { $0.name == name }?.isText ?? false
      let reader = FrameReader(
        role: .server, maxMessageSize: configuration.maxMessageSize, acceptsText: acceptsText || isText)
      return makeConnection(.webSocket(reader), speaking: name, on: channel)
    }
  }

  func beginRawSocket(on channel: any Channel, _ deadline: Deadline) throws {
    try channel.pipeline.syncOperations.addHandler(RawSocketServerHandshake(self, deadline))
  }

  func makeConnection(
    _ framing: Framing, speaking subprotocol: String, on channel: any Channel
  ) -> MessageConnection {
    let connection = MessageConnection(
      framing, sending: certificates == nil ? .direct : .throughPipeline(.tls), subprotocol: subprotocol,
      configuration: configuration, counters: counters.counters(of: channel.eventLoop),
      delegate: makeDelegate(subprotocol, channel.eventLoop))
    if certificates != nil {
      // A client without one has none, and so has one whose channel is gone.
      connection.peerCertificate = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
    }
    return connection
  }
}
