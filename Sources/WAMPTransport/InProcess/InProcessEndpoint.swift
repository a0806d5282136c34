package import NIOCore

/// Where clients of the same process reach a server: no socket, no handshake.
package final class InProcessEndpoint: Sendable {
  private let loops: [any EventLoop]
  private let subprotocols: [String]
  private let configuration: ConnectionConfiguration
  private let counters: SendCounters
  private let makeDelegate: MakeConnectionDelegate

  /// - Parameters:
  ///   - loops: the server's event loops; at least one.
  ///   - subprotocols: what is spoken.
  ///   - counters: counts what the server's ends send.
  ///   - makeDelegate: makes the owner of a server's end, on the end's event loop.
  package init(
    loops: [any EventLoop], subprotocols: [String], configuration: ConnectionConfiguration,
    counters: SendCounters, makeDelegate: @escaping MakeConnectionDelegate
  ) {
    self.loops = loops
    self.subprotocols = subprotocols
    self.configuration = configuration
    self.counters = counters
    self.makeDelegate = makeDelegate
  }

  /// Connects the two sides; on one event loop, if the server has the client's.
  ///
  /// - Parameters:
  ///   - subprotocols: what the client can speak, the preferred one first.
  ///   - loop: the client's.
  ///   - makeDelegate: makes the owner of the client's end, on `loop`.
  /// - Throws: ``TransportError`` if the server speaks none of the subprotocols.
  package func connect(
    subprotocols: [String], on loop: any EventLoop, configuration: ConnectionConfiguration,
    counters: SendCounters, makeDelegate: @escaping MakeConnectionDelegate
  ) async throws {
    guard let subprotocol = subprotocols.first(where: self.subprotocols.contains) else {
      throw TransportError(
        code: .handshakeFailed,
        message: "the router of this process speaks \(self.subprotocols.joined(separator: ", "))")
    }
    let home = loops.first { $0 === loop } ?? loops.randomElement() ?? loop
    let (server, client) = InProcessChannel.pair(on: home, loop)
    let (its, serving) = (self.configuration, self.counters)
    let makeServing = self.makeDelegate
    // The server's end first: what the client says must find somebody.
    try await home.submit {
      try server.open(
        MessageConnection(
          .webSocket(FrameReader(role: .server, maxMessageSize: its.maxMessageSize, acceptsText: true)),
          sending: .throughPipeline(.inProcess), subprotocol: subprotocol, configuration: its.inProcess,
          counters: serving.counters(of: home), delegate: makeServing(subprotocol, home)))
    }.get()
    try await loop.submit {
      try client.open(
        MessageConnection(
          .webSocket(
            FrameReader(role: .client, maxMessageSize: configuration.maxMessageSize, acceptsText: true)),
          sending: .throughPipeline(.inProcess), subprotocol: subprotocol,
          configuration: configuration.inProcess, counters: counters.counters(of: loop),
          delegate: makeDelegate(subprotocol, loop)))
    }.get()
  }
}

extension ConnectionConfiguration {
  /// The same without pings: both sides live and die together.
  fileprivate var inProcess: ConnectionConfiguration {
    var configuration = self
    configuration.keepAlive = nil
    return configuration
  }
}
