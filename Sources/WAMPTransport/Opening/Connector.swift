package import NIOCore

/// Connects to WebSocket servers.
package enum Connector {
  /// Connects and runs the opening handshake. Ends at once when its task is cancelled.
  ///
  /// - Parameters:
  ///   - url: where to connect.
  ///   - subprotocols: what is asked for, the preferred one first; the server must take one of them, or none if none is
  ///     asked for.
  ///   - acceptsText: whether a subprotocol has text messages.
  ///   - counters: counts what the connection sends.
  ///   - makeDelegate: called on the connection's event loop once the handshake succeeded.
  /// - Throws: ``TransportError`` naming the address: unreachable, or no WAMP router; `CancellationError`.
  package static func connect(
    to url: WebSocketURL, subprotocols: [String],
    acceptsText: @escaping @Sendable (_ subprotocol: String) -> Bool = { _ in false },
    on loop: any EventLoop,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(),
    makeDelegate: @escaping @Sendable (_ subprotocol: String, _ loop: any EventLoop) -> any ConnectionDelegate
  ) async throws {
    try Task.checkCancellation()
    let attempt = try await loop.submit {
      ConnectionAttempt.Handle(
        ConnectionAttempt(to: url, on: loop, timeout: configuration.handshakeTimeout), eventLoop: loop)
    }.get()
    try await withTaskCancellationHandler {
      try await loop.flatSubmit {
        attempt.value.start(subprotocols: subprotocols) { channel, subprotocol in
          let reader = FrameReader(
            role: .client, maxMessageSize: configuration.maxMessageSize, acceptsText: acceptsText(subprotocol)
          )
          let connection = MessageConnection(
            .webSocket(reader), sending: .throughPipeline(.masking), subprotocol: subprotocol,
            configuration: configuration, counters: counters.counters(of: channel.eventLoop),
            delegate: makeDelegate(subprotocol, channel.eventLoop))
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }.get()
    } onCancel: {
      loop.execute { attempt.value.cancel() }
    }
  }
}
