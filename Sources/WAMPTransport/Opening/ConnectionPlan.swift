internal import NIOCore

/// What a client's connection is to be.
struct ConnectionPlan: Sendable {
  let url: TransportURL
  let subprotocols: [Subprotocol]
  let acceptsText: Bool
  let configuration: ConnectionConfiguration
  let counters: SendCounters
  let makeDelegate: MakeConnectionDelegate

  /// Puts a WebSocket's connection into its channel, with what the server chose.
  ///
  /// - Parameter compression: what was agreed on; `nil` if nothing is compressed.
  func installWebSocket(
    speaking name: String, compression: Compression?, on channel: any Channel
  ) throws {
    let spoken = Subprotocol(name, among: subprotocols)
    let reader = FrameReader(
      role: .client, maxMessageSize: configuration.maxMessageSize, acceptsText: acceptsText || spoken.isText,
      inflater: compression?.makeInflater())
    try channel.pipeline.syncOperations.addHandler(
      makeConnection(
        .webSocket(reader), .throughPipeline(.masking), speaking: spoken, compression: compression,
        on: channel))
  }

  /// Puts a RawSocket's connection into its channel.
  func installRawSocket(
    _ answer: RawSocketHandshake, speaking subprotocol: Subprotocol, on channel: any Channel
  ) throws {
    let reader = RawSocketReader(
      isServer: false, maxMessageSize: configuration.maxMessageSize, peerMaxMessageSize: answer.maxMessageSize
    )
    if let keepAlive = configuration.keepAlive { try keepAlive.leaveToSystem(on: channel) }
    try channel.pipeline.syncOperations.addHandler(
      makeConnection(
        .rawSocket(reader), url.isSecure ? .throughPipeline(.tls) : .direct, speaking: subprotocol,
        on: channel))
  }

  private func makeConnection(
    _ framing: Framing, _ way: SendingWay, speaking subprotocol: Subprotocol,
    compression: Compression? = nil, on channel: any Channel
  ) -> MessageConnection {
    MessageConnection(
      framing, sending: way, subprotocol: subprotocol.name, compression: compression,
      configuration: configuration, counters: counters.counters(of: channel.eventLoop),
      delegate: subprotocol.owner(makeDelegate(subprotocol.name, channel.eventLoop)))
  }
}
