public import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// Connects to WebSocket servers.
public enum Connector {
  /// Connects and runs the opening handshake.
  ///
  /// - Parameters:
  ///   - url: where to connect.
  ///   - subprotocols: what is asked for, the preferred one first; the server must take one of them.
  ///   - counters: counts what the connection sends.
  ///   - makeDelegate: called on the connection's event loop once the handshake succeeded.
  /// - Throws: ``TransportError`` naming the address: unreachable, or no WAMP router.
  public static func connect(
    to url: WebSocketURL, subprotocols: [String], on loop: any EventLoop,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(),
    makeDelegate: @escaping @Sendable (_ subprotocol: String, _ loop: any EventLoop) -> any ConnectionDelegate
  ) async throws {
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(configuration.handshakeTimeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
    let deadline = Deadline()
    let handshake: EventLoopFuture<ClientUpgrader.UpgradeResult>
    do {
      handshake = try await bootstrap.connect(host: url.host, port: url.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          deadline.start(on: channel, in: configuration.handshakeTimeout)
          let upgrader = ClientUpgrader(subprotocols: subprotocols) { channel, subprotocol in
            deadline.stop()
            let connection = MessageConnection(
              role: .client, subprotocol: subprotocol, configuration: configuration, counters: counters,
              delegate: makeDelegate(subprotocol, channel.eventLoop))
            try channel.pipeline.syncOperations.addHandler(connection)
          }
          return try upgrader.startHandshake(on: channel, url)
        }
      }
    } catch {
      throw TransportError.connectFailed(url.description, error)
    }
    do {
      guard let refusal = try await handshake.get().get() else { return }
      throw TransportError.handshakeFailed(url.description, refusal)
    } catch let error as TransportError {
      throw error
    } catch is ChannelError {
      throw TransportError.handshakeFailed(
        url.description, deadline.hasPassed ? "it did not answer in time" : "the connection ended")
    } catch {
      throw TransportError.handshakeFailed(url.description, "\(error)")
    }
  }

  /// Closes a channel whose handshake takes too long.
  private final class Deadline: Sendable {
    private let timer = Mutex<Scheduled<Void>?>(nil)
    private let passed = Atomic(false)

    var hasPassed: Bool { passed.load(ordering: .acquiring) }

    func start(on channel: any Channel, in timeout: TimeAmount) {
      let task = channel.eventLoop.scheduleTask(in: timeout) {
        self.passed.store(true, ordering: .releasing)
        channel.close(promise: nil)
      }
      timer.withLock { $0 = task }
      channel.closeFuture.whenComplete { _ in self.stop() }
    }

    func stop() {
      timer.withLock {
        $0?.cancel()
        $0 = nil
      }
    }
  }
}
