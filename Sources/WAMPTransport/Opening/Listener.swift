package import NIOCore
internal import NIOPosix

/// Listens for WebSocket connections and hands each to a delegate after its handshake.
package struct Listener: Sendable {
  private let channel: any Channel
  /// The port listened on, useful when 0 was asked for.
  package let port: Int

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - host: the address to listen on, `127.0.0.1` say.
  ///   - port: the TCP port; 0 lets the system choose.
  ///   - subprotocols: what is offered; the client's first choice among them is taken, and a client
  ///     that offers none of them is refused with status 400 and a text that lists them. None: every client is taken, and no subprotocol is spoken.
  ///   - acceptsText: whether a subprotocol has text messages.
  ///   - counters: counts what all connections send.
  ///   - makeDelegate: called on the connection's event loop after each handshake.
  /// - Throws: ``TransportError`` if the address cannot be listened on.
  package static func start(
    host: String, port: Int, subprotocols: [String],
    acceptsText: @escaping @Sendable (_ subprotocol: String) -> Bool = { _ in false },
    group: any EventLoopGroup,
    configuration: ConnectionConfiguration = ConnectionConfiguration(), counters: SendCounters,
    makeDelegate: @escaping @Sendable (_ subprotocol: String, _ loop: any EventLoop) -> any ConnectionDelegate
  ) async throws -> Listener {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      // A client may say that it will ask no more, and still read its answers.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try ServerHandshake.install(
            on: channel, subprotocols: subprotocols, timeout: configuration.handshakeTimeout
          ) { subprotocol in
            let reader = FrameReader(
              role: .server, maxMessageSize: configuration.maxMessageSize,
              acceptsText: acceptsText(subprotocol))
            return MessageConnection(
              .webSocket(reader), sending: .direct, subprotocol: subprotocol, configuration: configuration,
              counters: counters.counters(of: channel.eventLoop),
              delegate: makeDelegate(subprotocol, channel.eventLoop))
          }
        }
      }
    do {
      let channel = try await bootstrap.bind(host: host, port: port).get()
      return Listener(channel: channel, port: channel.localAddress?.port ?? port)
    } catch {
      throw TransportError.bindFailed(host, port, error)
    }
  }

  /// Stops listening; connections that are open stay open.
  package func stop() async {
    try? await channel.close()
  }
}
