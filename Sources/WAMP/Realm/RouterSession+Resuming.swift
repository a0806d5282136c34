extension RouterSession {
  /// A session as it is handed from a connection that was lost to the one it goes on over.
  package struct Kept: Sendable {
    package let identity: Identity
    package let token: String
    let point: ResumptionPoint.OfRouter
    let isAnnounced: Bool
    /// What was sent, and was to be sent.
    package let log: ReplayLog
  }

  /// What a client says that wants its session to go on.
  package struct Return: Sendable, Equatable {
    package let session: SessionID
    package let token: String
    package let point: ResumptionPoint.OfClient

    /// - Returns: `nil` if the client wants a new session.
    package init?(_ hello: Message.Hello) {
      guard let session = hello.resumeSession, let token = hello.resumeToken,
        let point = ResumptionPoint.OfClient(hello.details)
      else { return nil }
      self.session = session
      self.token = token
      self.point = point
    }
  }

  /// Whether the client may come back when its connection is lost.
  package var canResume: Bool {
    switch state {
    case .open, .suspended: token != nil
    case .awaitingHello, .joining, .challenged, .closing, .closed: false
    }
  }

  /// The connection was lost; the session waits for its client.
  ///
  /// - Returns: false if it cannot: it ends with its connection.
  package mutating func suspend() -> Bool {
    guard case .open(let id) = state, token != nil else { return false }
    state = .suspended(id)
    return true
  }

  /// The client must not come back any more.
  package mutating func forbidReturn() { token = nil }

  /// Ends the session here, as it goes on over another connection.
  ///
  /// - Returns: `nil` if it cannot.
  package mutating func handOver(_ log: ReplayLog) -> Kept? {
    guard canResume, let token, let identity else { return nil }
    state = .closed
    return Kept(identity: identity, token: token, point: point, isAnnounced: isAnnounced, log: log)
  }

  /// Lets a client in that came back. Makes the WELCOME to send; `nil` if it is gone again.
  ///
  /// - Parameter proof: what the client proved this time; its name and role stay what they were.
  package mutating func resume(
    _ kept: Kept, as id: SessionID, in realm: String, after proof: Identity
  ) -> Message? {
    guard state == .joining else { return nil }
    state = .open(id)
    token = kept.token
    var identity = proof
    (identity.authid, identity.authrole) = (kept.identity.authid, kept.identity.authrole)
    self.identity = identity
    point = kept.point
    isAnnounced = kept.isAnnounced
    var welcome = makeWelcome(identity, as: id, to: realm)
    welcome.resumed = true
    point.announce(in: &welcome.details)
    return .welcome(welcome)
  }

  /// Notes what a client that comes back is told of.
  mutating func note(_ message: Message) {
    switch message {
    case .yield, .error: point.answers += 1
    case .publish(let publish): note(publish.request)
    case .subscribe(let subscribe): note(subscribe.request)
    case .unsubscribe(let unsubscribe): note(unsubscribe.request)
    case .register(let register): note(register.request)
    case .unregister(let unregister): note(unregister.request)
    default: break
    }
  }

  mutating func note(_ request: RequestID) { point.request = max(point.request, request.rawValue) }
}
