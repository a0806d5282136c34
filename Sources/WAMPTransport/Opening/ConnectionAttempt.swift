internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// One try to reach a server and to open a connection of messages on it, on the event loop of the connection to be.
final class ConnectionAttempt {
  typealias Handle = NIOLoopBound<ConnectionAttempt>

  private let plan: ConnectionPlan
  private let loop: any EventLoop
  private let outcome: EventLoopPromise<TransportError?>
  private var channel: (any Channel)?
  private var isOver = false

  init(_ plan: ConnectionPlan, on loop: any EventLoop) {
    self.plan = plan
    self.loop = loop
    outcome = loop.makePromise()
  }

  /// - Parameter subprotocol: what is asked for in RawSocket's handshake; WebSocket's asks for all.
  /// - Returns: succeeds when the connection is in place, or with why the server did not want the subprotocol.
  func start(_ subprotocol: Subprotocol?) -> EventLoopFuture<TransportError?> {
    let context: NIOSSLContext?
    do {
      context = plan.url.isSecure ? try NIOSSLContext.client(plan.configuration.tls) : nil
    } catch {
      end(.failure(error))
      return outcome.futureResult
    }
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(TimeAmount(plan.configuration.handshakeTimeout))
      .channelOption(.allowRemoteHalfClosure, value: true)
    let connected =
      switch plan.url.address {
      case .tcp(let host, let port):
        bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port)
      case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
      }
    connected.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let channel): self.shakeHands(on: channel, subprotocol, context)
      case .failure(let error): self.end(.failure(TransportError.connectFailed(self.plan.url, error)))
      }
    }
    return outcome.futureResult
  }

  /// Nobody waits for it any more.
  func cancel() {
    end(.failure(CancellationError()))
  }

  private func shakeHands(
    on channel: any Channel, _ subprotocol: Subprotocol?, _ context: NIOSSLContext?
  ) {
    guard !isOver else { return channel.close(promise: nil) }
    self.channel = channel
    let attempt = Handle(self, eventLoop: loop)
    let deadline = Deadline(on: loop, in: plan.configuration.handshakeTimeout) {
      attempt.value.fail("the server did not answer in time")
    }
    outcome.futureResult.whenComplete { _ in deadline.stop() }
    do {
      if let context { try encrypt(channel, context) }
      if let subprotocol {
        try openRawSocket(on: channel, subprotocol)
      } else {
        try openWebSocket(on: channel)
      }
    } catch {
      fail("\(error)")
    }
  }

  /// The first handler of all: what the others read and write is plain.
  private func encrypt(_ channel: any Channel, _ context: NIOSSLContext) throws {
    // A number is looked for among the certificate's addresses, and has no place in the greeting.
    var name = plan.url.address.host
    if let host = name, (try? SocketAddress(ipAddress: host, port: 0)) != nil { name = nil }
    let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
    try channel.pipeline.syncOperations.addHandler(handler, position: .first)
    try channel.pipeline.syncOperations.addHandler(EncryptionWatch { self.fail("TLS failed: \($0)") })
  }

  private func openWebSocket(on channel: any Channel) throws {
    let inlet = HandshakeInlet()
    let upgrader = ClientUpgrader(plan, inlet: NIOLoopBound(inlet, eventLoop: loop))
    try channel.pipeline.syncOperations.addHandler(inlet)
    try upgrader.startHandshake(on: channel).flatMap { $0 }
      .assumeIsolated().whenComplete { result in
        switch result {
        case .success(nil):
          self.end(.success(nil))
          // In the next turn, when the handlers of the handshake have left and handed on what they held.
          self.loop.assumeIsolated().execute { inlet.release() }
        case .success(.some(let reason)): self.fail(reason)
        case .failure(is ChannelError): self.fail("the connection ended")
        case .failure(let error): self.fail("\(error)")
        }
      }
  }

  private func openRawSocket(on channel: any Channel, _ subprotocol: Subprotocol) throws {
    guard let number = subprotocol.rawSocketID else { return }
    let request = RawSocketHandshake(
      serializer: number, maxMessageSize: plan.configuration.maxMessageSize)
    let handshake = RawSocketClientHandshake(request) { outcome in
      switch outcome {
      case .accepted(let answer):
        self.end(
          Result {
            try self.plan.installRawSocket(answer, speaking: subprotocol, on: channel)
            return nil
          })
      case .refused(let reason):
        channel.close(promise: nil)
        self.end(.success(TransportError.handshakeFailed(self.plan.url, reason)))
      }
    }
    try channel.pipeline.syncOperations.addHandler(handshake)
  }

  private func fail(_ reason: String) {
    end(.failure(TransportError.handshakeFailed(plan.url, reason)))
  }

  /// The first outcome counts.
  private func end(_ result: Result<TransportError?, any Error>) {
    guard !isOver else { return }
    isOver = true
    if case .failure = result { channel?.close(promise: nil) }
    channel = nil
    outcome.completeWith(result)
  }
}
