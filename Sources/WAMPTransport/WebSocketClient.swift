public import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOWebSocket

/// Connects to WebSocket servers.
public enum WebSocketClient {
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
    let handshake: EventLoopFuture<String?>
    do {
      handshake = try await bootstrap.connect(host: url.host, port: url.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try startHandshake(on: channel, url, subprotocols, configuration) { subprotocol in
            WebSocketConnection(
              role: .client, subprotocol: subprotocol, configuration: configuration, counters: counters,
              delegate: makeDelegate(subprotocol, channel.eventLoop))
          }
        }
      }
    } catch {
      throw TransportError.connectFailed(url.description, error)
    }
    do {
      if let refusal = try await handshake.get() {
        throw TransportError.handshakeFailed(url.description, refusal)
      }
    } catch let error as TransportError {
      throw error
    } catch {
      throw TransportError.handshakeFailed(url.description, "\(error)")
    }
  }

  /// - Returns: `nil` once upgraded, otherwise why not.
  private static func startHandshake(
    on channel: any Channel, _ url: WebSocketURL, _ subprotocols: [String],
    _ configuration: ConnectionConfiguration,
    makeConnection: @escaping @Sendable (String) -> WebSocketConnection
  ) throws -> EventLoopFuture<String?> {
    let deadline = channel.eventLoop.scheduleTask(in: configuration.handshakeTimeout) {
      channel.close(promise: nil)
    }
    channel.closeFuture.whenComplete { _ in deadline.cancel() }
    let upgrader = NIOTypedWebSocketClientUpgrader<String?>(
      maxFrameSize: 125, enableAutomaticErrorHandling: false,
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          deadline.cancel()
          let chosen = head.headers.first(name: "Sec-WebSocket-Protocol") ?? ""
          guard subprotocols.contains(chosen) else {
            channel.close(promise: nil)
            return "it chose the subprotocol \"\(chosen)\", which was not asked for"
          }
          try FrameCodec.replace(in: channel.pipeline.syncOperations, by: makeConnection(chosen))
          return nil
        }
      })
    let headers = HTTPHeaders([
      ("Host", "\(url.host):\(url.port)"),
      ("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")),
    ])
    let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.path, headers: headers)
    let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
      upgradeRequestHead: request, upgraders: [upgrader],
      notUpgradingCompletionHandler: { channel in
        channel.close(promise: nil)
        return channel.eventLoop.makeSucceededFuture("it did not switch protocols")
      })
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: .init(upgradeConfiguration: upgrade))
  }
}
