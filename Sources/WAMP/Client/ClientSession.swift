/// The client's side of one session: a state machine without input or output.
///
/// Requests return the message to send. Received messages go to ``receive(_:)``, which returns what
/// is to be done. Each request carries a `Token` of the caller's choice, handed back exactly once
/// with its outcome (progressive results excepted), also when the session ends before the answer.
package struct ClientSession<Token: Sendable>: Sendable {
  package enum State: Sendable, Equatable {
    /// Nothing was sent yet.
    case ready
    /// HELLO was sent.
    case opening
    case open(SessionID)
    /// The connection was lost; the session may go on over another one.
    case suspended(SessionID)
    /// GOODBYE was sent; only its answer is awaited.
    case closing
    case closed
  }

  package internal(set) var state = State.ready
  /// What the router announced; empty before the session is open.
  package private(set) var routerRoles = Roles()
  /// The schemas that the router announced in another version than this side; empty before the session is open.
  package internal(set) var differingSchemas: [SchemaDifference] = []
  /// What the router announced that it takes; nothing before the session is open.
  package private(set) var routerLimits = SessionLimits()
  /// Why the session ended; `nil` as long as it has not, and if it was closed in order from here.
  package private(set) var ending: WAMPError?
  private var hello: Message.Hello
  let schemas: SchemaOffer
  var requests = SequentialIDs<RequestID>()
  var pending: [RequestID: Pending] = [:]
  /// How many requests may wait for the router: one that never answers must not take all memory.
  var maxPending = 1 << 20
  var subscriptions: [SubscriptionID: Subscribed] = [:]
  var registrations: Set<RegistrationID> = []
  /// The running ones, each with whether further parts of its call follow.
  var invocations: [RequestID: Bool] = [:]
  var answeredEarly = AnsweredEarly()
  var early = EarlyEvents()
  /// What is needed to go on over another connection; `nil` if the router does not offer it.
  var resumption: Resumption?
  /// The session that is to go on with the present opening.
  package private(set) var resuming: SessionID?

  struct Pending: Sendable {
    var request: Request
    /// `nil` once nobody waits for the answer any more.
    var token: Token?
  }

  enum Request: Sendable, Equatable {
    case call(progress: Bool, cancelMode: CancelMode)
    case publish
    case subscribe(Pattern)
    case unsubscribe(SubscriptionID)
    case register
    case unregister(RegistrationID)

    var code: MessageCode {
      switch self {
      case .call: .call
      case .publish: .publish
      case .subscribe: .subscribe
      case .unsubscribe: .unsubscribe
      case .register: .register
      case .unregister: .unregister
      }
    }
  }

  struct Pattern: Sendable, Hashable {
    var topic: String
    var match: MatchPolicy
  }

  struct Subscribed: Sendable {
    var pattern: Pattern
    /// How many subscriptions of this side share the router's one.
    var count: Int
  }

  /// - Parameters:
  ///   - hello: the realm to join, and as whom. Use ``Roles/client`` as its roles, or fewer.
  ///   - schemas: what the router is told of this side's schemas.
  package init(_ hello: Message.Hello, schemas: SchemaOffer = .none) {
    var hello = hello
    schemas.announce(in: &hello.details)
    self.hello = hello
    self.schemas = schemas
  }

  /// A session of a realm with everything this package's client does.
  package init(realm: String, schemas: SchemaOffer = .none) {
    self.init(Message.Hello(realm: realm, roles: .client), schemas: schemas)
  }

  /// Opens with another HELLO, in a session that is to go on.
  package mutating func change(_ hello: Message.Hello) {
    self.hello = hello
    schemas.announce(in: &self.hello.details)
  }

  /// The message that opens the session, or lets it go on.
  package mutating func open() -> Message {
    var hello = hello
    if case .suspended(let id) = state, let resumption {
      resuming = id
      hello.resumeSession = id
      hello.resumeToken = resumption.token
      resumption.point.announce(in: &hello.details)
      state = .opening
    }
    if state == .ready { state = .opening }
    return .hello(hello)
  }

  /// The session's identifier while it is open.
  package var id: SessionID? {
    if case .open(let id) = state { id } else { nil }
  }

  /// Begins to close the session. Requests still pending fail at once: their answers are not awaited.
  ///
  /// - Returns: what is to be done; nothing if the session is closing or closed.
  package mutating func close(
    reason: WAMPError.Code = .closeRealm, message: String? = nil
  ) -> [Action] {
    switch state {
    case .open:
      state = .closing
      return [.send(.goodbye(Message.Goodbye(reason: reason.rawValue, message: message)))]
        + failPending(with: .closedHere)
    case .opening:
      return [.send(.abort(Message.Abort(reason: reason.rawValue, message: message)))] + closed(nil)
    case .ready, .suspended: return closed(nil)
    case .closing, .closed: return []
    }
  }

  /// The connection ended, or there will be none.
  package mutating func connectionLost(
    _ error: WAMPError = WAMPError(.transportLost, "the connection was lost")
  ) -> [Action] {
    switch state {
    case .closed: return []
    case .closing: return closed(nil)
    case .opening:
      guard let id = resuming else { return closed(error) }
      state = .suspended(id)
      return []
    case .ready, .open, .suspended: return closed(error)
    }
  }

  /// Ends the session because the peer broke the protocol.
  package mutating func violated(_ message: String) -> [Action] {
    switch state {
    case .closed: return []
    // Nothing may follow our GOODBYE, not even this.
    case .closing: return closed(nil)
    case .ready, .opening, .open, .suspended: return refused(WAMPError(.protocolViolation, message))
    }
  }

  /// Answers a challenge. Nothing is to be done if the router ended the session meanwhile.
  package func authenticate(_ answer: Message.Authenticate) -> [Action] {
    state == .opening ? [.send(.authenticate(answer))] : []
  }

  /// Ends the session because this side does not want it, for what the router asked or did not prove.
  package mutating func refuse(_ error: WAMPError) -> [Action] {
    switch state {
    case .opening, .open: refused(error)
    case .ready, .suspended, .closing, .closed: []
    }
  }

  /// Ends the session with an ABORT.
  mutating func refused(_ error: WAMPError) -> [Action] {
    [.send(.abort(error.bounded.abort))] + closed(error)
  }

  mutating func opened(_ welcome: Message.Welcome) {
    state = .open(welcome.session)
    resuming = nil
    resumption = welcome.resumable ? welcome.resumeToken.map { Resumption(token: $0) } : nil
    routerRoles = welcome.roles ?? Roles()
    routerLimits = SessionLimits(welcome.details)
  }

  /// Fails all that is pending and closes.
  ///
  /// - Parameter error: why; `nil` if it was closed in order from here.
  mutating func closed(_ error: WAMPError?) -> [Action] {
    state = .closed
    ending = error
    ending?.endedSession = true
    let failed = failPending(with: ending ?? .closedHere)
    subscriptions.removeAll()
    return failed + [.closed(ending)]
  }

  private mutating func failPending(with error: WAMPError) -> [Action] {
    let failed = pending.sorted { $0.key < $1.key }.compactMap { entry in
      entry.value.token.map { Action.failed(error, $0) }
    }
    pending.removeAll()
    registrations.removeAll()
    invocations.removeAll()
    answeredEarly.removeAll()
    early.removeAll()
    return failed
  }
}

extension WAMPError {
  /// What becomes of requests when this side closes the session, and of those that are made afterwards.
  static let closedHere = {
    var error = WAMPError(.closeRealm, "the session was closed here")
    error.endedSession = true
    return error
  }()
}
