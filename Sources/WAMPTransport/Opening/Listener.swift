package import NIOCore
internal import NIOPosix

/// Listens at an endpoint and hands each connection to a delegate after its handshake.
package struct Listener: Sendable {
  private let channel: any Channel
  private let socketFile: UnixSocketFile?
  private let certificates: ServerCertificates?
  /// What is listened on, with the port that the system chose.
  package let address: TransportAddress

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - endpoint: where, and what is spoken there.
  ///   - subprotocols: what is offered; the client's first choice among them is taken, and a client that offers none of
  ///     them is refused, in WebSocket with status 400 and a text that lists them. None: every WebSocket is taken, and
  ///     no subprotocol is spoken.
  ///   - acceptsText: whether text messages are taken whatever the subprotocol.
  ///   - knowsCookie: whether a client proved something with a cookie that the endpoint gave it.
  ///   - counters: counts what all connections send.
  ///   - makeDelegate: called on the connection's event loop after each handshake.
  /// - Throws: ``TransportError`` if the address cannot be listened on.
  package static func start(
    _ endpoint: Endpoint, subprotocols: [Subprotocol], acceptsText: Bool = false, group: any EventLoopGroup,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    knowsCookie: @escaping @Sendable (String) -> Bool = { _ in false }, counters: SendCounters,
    makeDelegate: @escaping MakeConnectionDelegate
  ) async throws -> Listener {
    try endpoint.webSocket?.compression?.requireAvailable()
    let certificates = try endpoint.tls.map { try ServerCertificates($0) }
    let acceptance = Acceptance(
      endpoint: endpoint, certificates: certificates, subprotocols: subprotocols, acceptsText: acceptsText,
      configuration: configuration, knowsCookie: knowsCookie, counters: counters,
      memory: LoopMemory.OfLoops(),
      makeDelegate: makeDelegate)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      // A client may say that it will ask no more, and still read its answers.
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try acceptance.begin(on: channel) }
      }
    do {
      switch endpoint.address {
      case .tcp(let host, let port):
        let channel =
          try await bootstrap
          .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
          .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
          .bind(host: host, port: port).get()
        return Listener(
          channel: channel, socketFile: nil, certificates: certificates,
          address: .tcp(host: host, port: channel.localAddress?.port ?? port))
      case .unix(let path):
        let (file, descriptor) = try UnixSocketFile.bind(path, mode: endpoint.socketMode)
        let channel = try await bootstrap.withBoundSocket(descriptor).get()
        return Listener(
          channel: channel, socketFile: file, certificates: certificates, address: endpoint.address)
      }
    } catch {
      throw TransportError.bindFailed(endpoint.address, error)
    }
  }

  /// Reads the certificates again, for connections that are accepted from now on.
  ///
  /// - Throws: ``TransportError`` naming the file that cannot be used; then nothing changes.
  package func reloadCertificates() throws(TransportError) {
    try certificates?.reload()
  }

  /// Stops listening; connections that are open stay open.
  package func stop() async {
    try? await channel.close()
    socketFile?.remove()
  }
}
