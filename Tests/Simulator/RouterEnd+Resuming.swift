import SharedBytes

@testable import WAMP

extension RouterEnd {
  /// The most bytes that are kept for a client that may come back: less than some outages need.
  static let resumptionBytes = 24 * 1024
  /// How long it may take to come back: less than some outages last.
  static let resumptionTime = Duration.seconds(10)

  struct Resumption {
    let session: SessionID
    var log: ReplayLog
    /// The number of the last message that was sent when the connection was lost; `nil` as long as there is one.
    var suspended: UInt64?
  }

  // MARK: The connection that was lost

  /// Keeps the session without a connection, for a time.
  ///
  /// - Returns: false if it ends with its connection.
  func suspend() -> Bool {
    guard var kept = resumption, session.suspend() else { return false }
    simulation.trace("the session of \(client) is suspended")
    kept.suspended = kept.log.last
    resumption = kept
    if router.mends.contains(.absence) {
      simulation.after(RouterEnd.resumptionTime) { [self] in endSuspended() }
    }
    toOwner { $0.suspend(kept.session) }
    return true
  }

  private func endSuspended() {
    guard case .suspended = session.state else { return }
    simulation.trace("the session of \(client) is not resumed")
    forbidReturn()
    perform(session.connectionLost())
  }

  func forbidReturn() {
    resumption = nil
    isNumbering = false
    session.forbidReturn()
  }

  /// Sends a message to a client that may come back, or has.
  func send(_ message: EncodedMessage, isNumbered: Bool) {
    guard arriving == nil || !router.mends.contains(.arrivals) else {
      if isNumbered { arriving?.append(message) }
      return
    }
    send(message)
    guard isNumbered else { return }
    resumption?.log.append(message)
    guard let resumption, let suspended = resumption.suspended, router.mends.contains(.honestReplay)
    else { return }
    // What is gone, nobody can have received since.
    if resumption.log.first > suspended + 1 { endSuspended() }
  }

  /// Gives the session to another connection. What is left of this one ends.
  ///
  /// - Returns: `nil` if it cannot be given.
  func handOver() -> RouterSession.Kept? {
    guard let resumption, let kept = session.handOver(resumption.log) else { return nil }
    self.resumption = nil
    isNumbering = false
    cutOff()
    return kept
  }

  // MARK: The connection that it goes on over

  /// From now on what is sent to the session comes here; first comes what the other connection kept.
  func beginsToResume() {
    arriving = []
    isNumbering = true
  }

  /// - Parameter kept: `nil` if the session is gone.
  func resumed(
    _ id: SessionID, after point: ResumptionPoint.OfClient, _ kept: RouterSession.Kept?, or anew: Applicant
  ) {
    let arrived = arriving ?? []
    arriving = nil
    toOwner { _ = $0.resuming.remove(id) }
    guard let kept, let missed = missed(kept.log, after: point),
      let welcome = session.resume(kept, as: id, in: "realm1", after: anew.identity)
    else {
      isNumbering = false
      let isGone = connection == nil
      return toOwner { router in
        router.leave(id)
        if !isGone { router.join(anew) }
      }
    }
    opening = nil
    resumption = Resumption(session: id, log: kept.log)
    simulation.trace("the session of \(client) goes on after \(point.received) with \(missed.count)")
    send(welcome)
    for message in missed { send(message) }
    for message in arrived { send(message, isNumbered: true) }
    simulation.after(.seconds(1)) { [self] in checkIsKnown(id) }
  }

  /// Nobody must think to be in a session that the realm does not have.
  private func checkIsKnown(_ id: SessionID) {
    guard session.state == .open(id), connection != nil, router.connections[id] !== self else { return }
    simulation.shadow.find("\(client) goes on with a session that the realm does not have", in: simulation)
  }

  private func missed(
    _ log: ReplayLog, after point: ResumptionPoint.OfClient
  ) -> ArraySlice<EncodedMessage>? {
    if !router.mends.contains(.replay) { return [] }
    if !router.mends.contains(.honestReplay) {
      return log.messages(after: max(point.received, log.first - 1)) ?? []
    }
    return log.messages(after: point.received)
  }
}
