package import NIOCore

/// Connects to servers of WebSocket and RawSocket.
package enum Connector {
  /// Connects and runs the opening handshake. Ends at once when its task is cancelled.
  ///
  /// - Parameters:
  ///   - url: where to connect, and how.
  ///   - subprotocols: what is asked for, the preferred one first. With WebSocket the server must take one of them, or
  ///     none if none is asked for. RawSocket asks for one at a time: each is tried in a connection of its own until one
  ///     is taken.
  ///   - acceptsText: whether text messages are taken whatever the subprotocol.
  ///   - counters: counts what the connection sends.
  ///   - makeDelegate: called on the connection's event loop once the handshake succeeded.
  /// - Throws: ``TransportError`` naming the address: unreachable, or no WAMP router; `CancellationError`.
  package static func connect(
    to url: TransportURL, subprotocols: [Subprotocol], acceptsText: Bool = false, on loop: any EventLoop,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(),
    makeDelegate: @escaping MakeConnectionDelegate
  ) async throws {
    try configuration.compression?.requireAvailable()
    let plan = ConnectionPlan(
      url: url, subprotocols: subprotocols, acceptsText: acceptsText, configuration: configuration,
      counters: counters, makeDelegate: makeDelegate)
    guard url.transport == .rawSocket else {
      if let refusal = try await attempt(plan, nil, on: loop) { throw refusal }
      return
    }
    var refusal = TransportError.handshakeFailed(url, "RawSocket has no number for the serializers asked for")
    for subprotocol in subprotocols where subprotocol.rawSocketID != nil {
      guard let reason = try await attempt(plan, subprotocol, on: loop) else { return }
      refusal = reason
    }
    throw refusal
  }

  /// - Returns: why the server did not want this subprotocol; `nil` once the connection is in place.
  private static func attempt(
    _ plan: ConnectionPlan, _ subprotocol: Subprotocol?, on loop: any EventLoop
  ) async throws -> TransportError? {
    try Task.checkCancellation()
    let attempt = try await loop.submit {
      ConnectionAttempt.Handle(ConnectionAttempt(plan, on: loop), eventLoop: loop)
    }.get()
    return try await withTaskCancellationHandler {
      try await loop.flatSubmit { attempt.value.start(subprotocol) }.get()
    } onCancel: {
      loop.execute { attempt.value.cancel() }
    }
  }
}
