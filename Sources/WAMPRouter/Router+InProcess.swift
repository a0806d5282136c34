internal import WAMP
public import WAMPTransport

extension Router {
  /// Where sessions of the router's own process find it: they call, register, publish and subscribe as any other, without
  /// a socket.
  ///
  ///     let session = try await WAMPSession.connect(to: router.inProcess(), realm: router.realm)
  ///
  /// Messages are handed over in memory, payloads copied once; ``counters`` count these for ``CopyReason/inProcess``.
  ///
  /// - Parameter authrole: what such a session is taken for: it has nothing to prove. In a realm that was given no
  ///   permissions, `trusted` may do everything.
  public func inProcess(authrole: String = "trusted") -> RouterAddress {
    let reception = reception
    return RouterAddress(
      InProcessEndpoint(
        loops: reception.loops.map(\.eventLoop), subprotocols: SerializerKind.allCases.map(\.subprotocol),
        configuration: reception.configuration, counters: reception.counters
      ) { reception.makeConnection($0, $1, trusted: authrole) })
  }
}
