internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

extension RouterConnection {
  /// A client that says nothing must not keep its connection.
  func startHelloTimer() {
    let limit = limits.helloTimeout
    helloTimer = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
      self.refuse(WAMPError(.timeout, "no HELLO within \(limit)"))
    }
  }

  /// The client wants to join a realm: it has to show who it is.
  func begin(_ hello: Message.Hello) {
    guard let replica = shared.replicas[hello.realm] else {
      return refuse(WAMPError(.noSuchRealm, "there is no realm \(hello.realm.quoted) here"))
    }
    self.replica = replica
    session.routerRoles = replica.routerRoles
    guard let trusted else { return authenticate(hello, by: replica.authentication) }
    var generator = SystemRandomNumberGenerator()
    let identity = Identity.trusted(as: trusted, using: &generator)
    join(hello, as: identity, session: .random(using: &generator))
  }

  /// How the session meta API calls the transport.
  private var transportName: String {
    if trusted != nil { return "in-process" }
    return connection?.isRawSocket == true ? "rawsocket" : "websocket"
  }

  /// Asks the realm's owner to let the client in.
  func join(_ hello: Message.Hello, as identity: Identity, session: SessionID) {
    tellOfDifferences(from: hello)
    let handle = Handle(self, eventLoop: loop)
    // Over FlatBuffers some clients announce nothing at all, which tells nothing of what they can do.
    let roles = hello.roles ?? .unannounced
    let outlet = Outlet(loop: shared.index, format: format)
    let applicant = Applicant(
      connection: handle, roles: roles, identity: identity, session: session, outlet: outlet,
      transport: SessionTransport(type: transportName, peer: peer),
      isResumable: hello.resumable, comesBack: RouterSession.Return(hello))
    tellOwner { $0.join(applicant) }
  }

  /// Logs which schemas the client has in another version. Not before it has shown who it is: they are loaded for that.
  private func tellOfDifferences(from hello: Message.Hello) {
    let differing = schemas.differences(from: hello.details)
    guard !differing.isEmpty else { return }
    logger.info(
      "client has other versions of schemas",
      metadata: ["peer": "\(peer)", "schemas": "\(differing.map(\.description).joined(separator: ", "))"])
  }

  /// That a client is in, and as whom.
  struct Admission {
    let session: SessionID
    let identity: Identity
    /// What it has to say to come back; `nil` if it cannot.
    let token: String?
  }

  /// The owner's answer to a HELLO.
  func joined(_ result: Result<Admission, WAMPError>) {
    switch result {
    case .success(let admission):
      guard let replica, let connection,
        let welcome = session.welcome(
          admission.identity, as: admission.session, to: replica.realm, token: admission.token)
      else {
        return tellOwner { $0.leave(admission.session) }
      }
      if admission.token != nil {
        resumption = SessionResumption(
          session: admission.session, ReplayLog(limit: limits.resumptionBytes))
        isNumbering = true
      }
      rememberCookie(of: admission.identity, in: replica)
      replica.join(self, as: admission.session)
      isIn(as: admission.identity, session: admission.session, on: connection, of: replica)
      send(welcome)
    case .failure(let error): refuse(error)
    }
  }

  /// The session is open: calls can be answered here.
  func isIn(
    as identity: Identity, session id: SessionID, on connection: MessageConnection, of replica: LoopReplica
  ) {
    helloTimer?.cancel()
    helloTimer = nil
    endOpening()
    connection.maxMessageSize = limits.messageSize
    membership = Membership(
      in: replica, as: identity.authrole,
      answering: InlineCall(
        from: Caller(session: id, authID: identity.authid, authRole: identity.authrole), on: connection,
        serializer: format, isAnnounced: session.isAnnounced, tally: shared.tally))
    shortcut = membership
  }
}
