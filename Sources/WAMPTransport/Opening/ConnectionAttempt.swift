internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// One try to reach a server and to open a WebSocket on it, on the event loop of the connection to be.
final class ConnectionAttempt {
  typealias Handle = NIOLoopBound<ConnectionAttempt>

  private let url: WebSocketURL
  private let loop: any EventLoop
  private let timeout: Duration
  private let outcome: EventLoopPromise<Void>
  private var channel: (any Channel)?
  private var isOver = false

  init(to url: WebSocketURL, on loop: any EventLoop, timeout: Duration) {
    self.url = url
    self.loop = loop
    self.timeout = timeout
    outcome = loop.makePromise()
  }

  /// - Parameter install: puts the connection into the channel, with the subprotocol the server chose.
  /// - Returns: succeeds when the connection is in place.
  func start(
    subprotocols: [String], install: @escaping @Sendable (any Channel, String) throws -> Void
  ) -> EventLoopFuture<Void> {
    ClientBootstrap(group: loop)
      .connectTimeout(TimeAmount(timeout))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: url.host, port: url.port)
      .assumeIsolated().whenComplete { result in
        switch result {
        case .success(let channel):
          let inlet = NIOLoopBound(HandshakeInlet(), eventLoop: self.loop)
          let upgrader = ClientUpgrader(subprotocols: subprotocols, inlet: inlet, install: install)
          self.shakeHands(on: channel, upgrader, behind: inlet.value)
        case .failure(let error): self.end(.failure(self.unreachable(error)))
        }
      }
    return outcome.futureResult
  }

  /// Nobody waits for it any more.
  func cancel() {
    end(.failure(CancellationError()))
  }

  private func shakeHands(on channel: any Channel, _ upgrader: ClientUpgrader, behind inlet: HandshakeInlet) {
    guard !isOver else { return channel.close(promise: nil) }
    self.channel = channel
    let attempt = Handle(self, eventLoop: loop)
    let deadline = Deadline(on: loop, in: timeout) {
      attempt.value.end(.failure(attempt.value.refused("the server did not answer in time")))
    }
    outcome.futureResult.whenComplete { _ in deadline.stop() }
    do {
      try channel.pipeline.syncOperations.addHandler(inlet)
      try upgrader.startHandshake(on: channel, url).flatMap { $0 }
        .assumeIsolated().whenComplete { result in
          switch result {
          case .success(nil):
            self.end(.success(()))
            // In the next turn, when the handlers of the handshake have left and handed on what they held.
            self.loop.assumeIsolated().execute { inlet.release() }
          case .success(.some(let reason)): self.end(.failure(self.refused(reason)))
          case .failure(is ChannelError): self.end(.failure(self.refused("the connection ended")))
          case .failure(let error): self.end(.failure(self.refused("\(error)")))
          }
        }
    } catch {
      end(.failure(refused("\(error)")))
    }
  }

  /// The first outcome counts.
  private func end(_ result: Result<Void, any Error>) {
    guard !isOver else { return }
    isOver = true
    if case .failure = result { channel?.close(promise: nil) }
    channel = nil
    outcome.completeWith(result)
  }

  private func unreachable(_ cause: any Error) -> TransportError {
    .connectFailed(url.description, cause)
  }

  private func refused(_ reason: String) -> TransportError {
    .handshakeFailed(url.description, reason)
  }
}
