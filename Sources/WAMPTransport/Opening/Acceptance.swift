internal import NIOCore
internal import NIOSSL

/// What every accepted connection goes through until messages flow: which transport it speaks, and its handshake.
struct Acceptance: Sendable {
  let endpoint: Endpoint
  /// `nil` where nothing is encrypted.
  let certificates: ServerCertificates?
  /// Empty: WebSocket without a subprotocol.
  let subprotocols: [Subprotocol]
  let acceptsText: Bool
  let configuration: ConnectionConfiguration
  let knowsCookie: @Sendable (String) -> Bool
  let counters: SendCounters
  let memory: LoopMemory.OfLoops
  let makeDelegate: MakeConnectionDelegate

  /// Puts the first handlers into a channel.
  ///
  /// - Throws: what closes the channel: there are too many.
  func begin(on channel: any Channel) throws {
    let peer = IPAddress(of: channel)
    // Who is behind a proxy is counted when the proxy has said it.
    let isProxy = endpoint.webSocket?.trustedProxies?.include(peer) == true
    try configuration.quota?.admit(channel, from: isProxy ? nil : peer)
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
    let peer = IPAddress(of: channel)
    let policy = UpgradePolicy(subprotocols: subprotocols.map(\.name), webSocket: webSocket, peer: peer)
    let cookies = webSocket.cookie.map {
      CookieDesk(cookie: $0, isEncrypted: certificates != nil, isKnown: knowsCookie)
    }
    let quota = configuration.quota
    let admit = { @Sendable (opening: UpgradePolicy.Opening) throws in
      if opening.isProxied { try quota?.admit(channel, behindProxyFrom: opening.client) }
    }
    try ServerHandshake.install(on: channel, policy, cookies, admit: admit) { opening in
      deadline.stop()
      let spoken = Subprotocol(opening.subprotocol, among: subprotocols)
      let reader = FrameReader(
        role: .server, maxMessageSize: configuration.maxMessageSize,
        acceptsText: acceptsText || spoken.isText, inflater: opening.compression?.makeInflater())
      return makeConnection(
        .webSocket(reader), speaking: spoken, compression: opening.compression, from: opening.client,
        on: channel)
    }
  }

  func beginRawSocket(on channel: any Channel, _ deadline: Deadline) throws {
    try channel.pipeline.syncOperations.addHandler(RawSocketServerHandshake(self, deadline))
  }

  func makeConnection(
    _ framing: Framing, speaking subprotocol: Subprotocol, compression: Compression? = nil,
    from peer: IPAddress?, on channel: any Channel
  ) -> MessageConnection {
    let connection = MessageConnection(
      framing, sending: certificates == nil ? .direct : .throughPipeline(.tls), subprotocol: subprotocol.name,
      compression: compression, configuration: configuration,
      counters: counters.counters(of: channel.eventLoop), memory: memory.memory(of: channel.eventLoop),
      delegate: subprotocol.owner(makeDelegate(subprotocol.name, channel.eventLoop)))
    connection.peerAddress = peer
    if certificates != nil {
      // A client without one has none, and so has one whose channel is gone.
      connection.peerCertificate = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
    }
    return connection
  }
}
