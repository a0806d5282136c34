internal import Logging
internal import NIOCore
internal import SharedBytes
internal import WAMP
internal import WAMPTransport

extension RouterConnection {
  // MARK: The connection that was lost

  /// Keeps the session without a connection, for a time.
  ///
  /// - Returns: false if it ends with its connection.
  func suspend() -> Bool {
    // One that lost events and was not told so is to begin anew.
    guard losses.isEmpty, var kept = resumption, session.suspend() else { return false }
    (membership, shortcut) = (nil, nil)
    kept.suspended = kept.log.last
    kept.timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(limits.resumptionTime)) {
      self.endSuspended("the client did not come back")
    }
    resumption = kept
    let id = kept.session
    tellOwner { $0.suspend(id) }
    return true
  }

  private func endSuspended(_ reason: String) {
    guard case .suspended = session.state else { return }
    logger.debug(
      "a session is not resumed",
      metadata: ["session": "\(session.id?.description ?? "")", "reason": "\(reason)"])
    forbidReturn()
    perform(session.connectionLost())
  }

  /// The session ends with its connection from now on.
  func forbidReturn() {
    resumption?.timer?.cancel()
    resumption = nil
    isNumbering = false
    session.forbidReturn()
  }

  /// Sends a message to a client that may come back, or has.
  ///
  /// - Parameter isNumbered: whether it is kept; all others are only for clients that are there.
  func send(_ message: EncodedMessage, isNumbered: Bool) {
    guard arriving == nil else {
      if isNumbered { arriving?.append(message) }
      return
    }
    send(message)
    guard isNumbered else { return }
    resumption?.log.append(message)
    // What is gone, nobody can have received since.
    if let resumption, let suspended = resumption.suspended, resumption.log.first > suspended + 1 {
      endSuspended("more than \(limits.resumptionBytes) bytes wait for it")
    }
  }

  /// Gives the session to another connection. What is left of this one ends.
  ///
  /// - Returns: `nil` if it cannot be given.
  func handOver() -> RouterSession.Kept? {
    guard losses.isEmpty, let resumption, let kept = session.handOver(resumption.log) else { return nil }
    if let replica, replica.connection(of: resumption.session) === self { replica.leave(resumption.session) }
    resumption.timer?.cancel()
    self.resumption = nil
    isNumbering = false
    (membership, shortcut) = (nil, nil)
    connection?.cutOff(code: 1000, reason: "the session goes on over another connection")
    return kept
  }

  // MARK: The connection that it goes on over

  /// From now on what is sent to the session comes here; first comes what the other connection kept.
  func beginsToResume(_ id: SessionID) {
    arriving = []
    isNumbering = true
    predecessor = replica?.connection(of: id)
    replica?.join(self, as: id)
  }

  /// - Parameter kept: `nil` if the session is gone.
  func resumed(
    _ id: SessionID, after point: ResumptionPoint.OfClient, _ kept: RouterSession.Kept?, or anew: Applicant
  ) {
    let arrived = arriving ?? []
    (arriving, predecessor) = (nil, nil)
    // Last: the next connection that takes the session cuts this one off, and WELCOME has to be on its way by then.
    defer { tellOwner { $0.resuming.remove(id) } }
    guard let kept, let missed = kept.log.messages(after: point.received), let replica, let connection,
      let welcome = session.resume(kept, as: id, in: replica.realm, after: anew.identity)
    else {
      replica?.leave(id)
      isNumbering = false
      let isGone = self.connection == nil
      return tellOwner { owner in
        owner.leave(id)
        if !isGone { owner.join(anew) }
      }
    }
    resumption = SessionResumption(session: id, kept.log)
    rememberCookie(of: anew.identity, in: replica)
    isIn(as: kept.identity, session: id, on: connection, of: replica)
    send(welcome)
    for message in missed { send(message) }
    for message in arrived { send(message, isNumbered: true) }
  }
}

/// What a connection keeps for a client that may come back over another one.
struct SessionResumption {
  let session: SessionID
  var log: ReplayLog
  /// The number of the last message that was sent when the connection was lost; `nil` as long as there is one.
  var suspended: UInt64?
  var timer: Scheduled<Void>?

  init(session: SessionID, _ log: ReplayLog) {
    self.session = session
    self.log = log
  }
}

/// A client that is to be let in, with what its connection knows of it.
struct Applicant: Sendable {
  let connection: RouterConnection.Handle
  let roles: Roles
  let identity: Identity
  /// The session that it was told it will have.
  let session: SessionID
  let outlet: Outlet
  let transport: SessionTransport
  /// Whether it wants to come back when its connection is lost.
  let isResumable: Bool
  /// The session that it wants to go on.
  var comesBack: RouterSession.Return?

  /// The same, to get a new session.
  var withoutReturn: Applicant {
    var applicant = self
    applicant.comesBack = nil
    return applicant
  }
}
