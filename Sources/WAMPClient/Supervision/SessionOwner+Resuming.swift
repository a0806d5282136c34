internal import WAMP
internal import WAMPAuthentication

extension SessionOwner {
  /// What an attempt is made with: what is left of the connection that was lost, if its session may go on, or a new one.
  func makeConnection(
    _ hello: Message.Hello, proving exchange: ClientExchange, _ serializer: SerializerKind, _ attempt: Int
  ) -> ClientConnection {
    if let suspended, case .suspended = suspended.session.state, suspended.serializer == serializer {
      suspended.prepare(attempt, hello, proving: exchange)
      return suspended
    }
    return ClientConnection(
      ClientSession(hello, schemas: plan.schemas), proving: exchange, serializer: serializer,
      attempt: attempt, of: self)
  }

  /// The connection of an open session was lost.
  ///
  /// - Returns: whether the session may go on over another one: what was asked of it fails, all else stays.
  func suspends(_ connection: ClientConnection, _ error: WAMPError) -> Bool {
    guard connection.session.canResume, comesBack(from: connection) else { return false }
    connection.perform(connection.session.suspend(error))
    suspended = connection
    interrupt(error)
    return true
  }

  /// A session that was interrupted does not go on.
  func dropSuspended(but connection: ClientConnection?) {
    guard let suspended else { return }
    self.suspended = nil
    if suspended !== connection {
      suspended.perform(
        suspended.session.connectionLost(WAMPError(.transportLost, "the session does not go on")))
    }
  }
}
