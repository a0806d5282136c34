internal import NIOCore
public import WAMP

/// A procedure that a session offers, over one connection after the other.
public struct Registration: Sendable {
  /// The router's identifier of it when it was made; it gets another one with each new connection.
  public let id: RegistrationID
  /// What is offered: a procedure, or a pattern of them.
  public let procedure: String
  let order: OrderID
  let owner: SessionOwner.Handle

  /// Stops offering the procedure. Calls that are running go on.
  ///
  /// - Throws: ``WAMPError`` if the session has ended.
  public func cancel() async throws {
    let (owner, order) = (owner, order)
    _ = try await owner.eventLoop.flatSubmit { owner.value.unregister(order) }.get()
  }

  /// Has `body` told if a router takes the registration away, or does not grant it again after an outage; not if the
  /// session ends. At once, if it is lost already.
  package func whenLost(_ body: @escaping @Sendable (WAMPError) -> Void) async {
    let (owner, order) = (owner, order)
    // Fails only where the event loop was shut down, and the session with it.
    try? await owner.eventLoop.submit { owner.value.tell(body, ofLossOf: order) }.get()
  }
}
