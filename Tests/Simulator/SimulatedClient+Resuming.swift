import SharedBytes

@testable import WAMP

extension SimulatedClient {
  /// The connection is lost. The session ends, or waits for another one.
  func lost() {
    connection = nil
    if session.state == .opening {
      // Of a session that is to go on nothing is lost yet.
      let isKept = session.resuming != nil
      let actions = session.connectionLost()
      return isKept && isSuspended ? () : perform(actions)
    }
    guard session.canResume else {
      forgetSubscriptions()
      return perform(session.connectionLost())
    }
    guard isOpen else { return }
    lostAt = simulation.now
    unstableSince = unstableSince ?? simulation.now
    perform(session.suspend(WAMPError(.transportLost, "the connection was lost")))
    simulation.trace("\(name) waits for another connection")
  }

  /// The session goes on: what the router lacks of the answers is sent again.
  func resumed(_ welcome: Message.Welcome, _ point: ResumptionPoint.OfRouter) {
    simulation.trace("\(name) goes on")
    check(welcome)
    lostAt = nil
    guard let missed = answers?.messages(after: point.answers) else {
      return simulation.shadow.find("\(name) lost answers of its own", in: simulation)
    }
    for message in missed { connection?.send(message.joined()) }
    let (current, era) = (connection, era)
    simulation.after(Run.patience) { [self] in
      if isOpen, connection === current, era == self.era { unstableSince = nil }
    }
    cutOnce()
  }

  /// It will not come back.
  func giveUp() {
    if isSuspended { perform(session.connectionLost()) }
  }
}
