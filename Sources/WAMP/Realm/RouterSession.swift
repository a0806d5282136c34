/// The router's side of one connection: opening, closing and what the protocol forbids.
///
/// A state machine without input or output: messages in, one action out. What is allowed is handed
/// on to the ``Realm``.
package struct RouterSession: Sendable {
  package enum State: Sendable, Equatable {
    case awaitingHello
    /// A HELLO, or the answer to a challenge, was handed on and waits for ``RouterSession/challenge(_:)``,
    /// ``RouterSession/welcome(_:as:to:)`` or ``RouterSession/refuse(_:)``.
    case joining
    /// CHALLENGE was sent; only its answer is awaited.
    case challenged
    case open(SessionID)
    /// The connection was lost; the client may come back over another one.
    case suspended(SessionID)
    /// GOODBYE was sent.
    case closing(SessionID)
    case closed
  }

  /// What the owner of the connection has to do.
  package enum Action: Sendable {
    /// Decide whether the client may join, or what it has to prove.
    case join(Message.Hello)
    /// Judge the client's answer to the challenge.
    case authenticate(Message.Authenticate)
    /// Hand the message to the realm.
    case route(Message)
    /// Send the message.
    case answer(Message)
    /// Leave the realm if `leaving` names a session, send the message if there is one, then close the
    /// connection.
    case close(sending: Message?, leaving: SessionID?)
    case ignore
  }

  package internal(set) var state = State.awaitingHello
  /// Whether the client announced anything.
  package internal(set) var isAnnounced = true
  /// What the client has to say to come back; `nil` if it cannot.
  var token: String?
  var identity: Identity?
  /// What was received of the client, as far as that matters when it comes back.
  var point = ResumptionPoint.OfRouter()

  /// What the client is told that the router does.
  package var routerRoles = Roles.router
  let schemas: SchemaOffer
  /// What the client said of its own.
  private var clientSchemas: Options = [:]
  let limits: SessionLimits

  /// - Parameters:
  ///   - schemas: what clients are told of this side's schemas.
  ///   - limits: what they are told of what is accepted.
  package init(schemas: SchemaOffer = .none, limits: SessionLimits = SessionLimits()) {
    self.schemas = schemas
    self.limits = limits
  }

  /// The session's identifier while it is part of a realm.
  package var id: SessionID? {
    switch state {
    case .open(let id), .suspended(let id), .closing(let id): id
    case .awaitingHello, .joining, .challenged, .closed: nil
    }
  }

  /// What a received message means.
  package mutating func receive(_ message: Message) -> Action {
    switch state {
    case .open: return receiveOpen(message)
    case .awaitingHello: return receiveFirst(message)
    case .joining:
      switch message {
      case .abort, .goodbye: return close(sending: nil)
      // Also what came together with the HELLO: whether it is answered must not depend on who is faster.
      default: return violated("\(message.code) before WELCOME")
      }
    case .challenged:
      switch message {
      case .authenticate(let answer):
        state = .joining
        return .authenticate(answer)
      case .abort, .goodbye: return close(sending: nil)
      default: return violated("\(message.code) where AUTHENTICATE was expected")
      }
    case .closing:
      switch message {
      case .goodbye, .abort: return close(sending: nil)
      default: return .ignore
      }
    case .suspended, .closed: return .ignore
    }
  }

  /// What it means that bytes were not accepted as a message: in a request only the request fails, in an answer to an
  /// invocation the call that waits for it. Whatever cannot be a message ends the session.
  package mutating func receive(_ fault: MessageFault) -> Action {
    guard case .open = state else { return state == .closed ? .ignore : violated("\(fault)") }
    switch fault.type {
    case .yield, .error:
      point.answers += 1
      guard let request = fault.request else { return .ignore }
      return .route(fault.error.answer(to: request, of: .invocation))
    // Only the realm knows whether it is a further part of a call that is running.
    case .call: return fault.answer.map(Action.route) ?? .ignore
    case .publish, .subscribe, .register, .unsubscribe, .unregister:
      if let request = fault.request { note(request) }
      return fault.answer.map(Action.answer) ?? .ignore
    default: return violated("\(fault)")
    }
  }

  /// Asks the client to prove who it is. Makes the CHALLENGE to send; `nil` if the client is gone.
  package mutating func challenge(_ challenge: Message.Challenge) -> Message? {
    guard state == .joining else { return nil }
    state = .challenged
    return .challenge(challenge)
  }

  /// Lets the client in. Makes the WELCOME to send; `nil` if the client is gone.
  ///
  /// - Parameter token: what the client has to say to come back when its connection is lost; `nil` if it cannot.
  package mutating func welcome(
    _ identity: Identity, as id: SessionID, to realm: String, token: String? = nil
  ) -> Message? {
    guard state == .joining else { return nil }
    state = .open(id)
    self.token = token
    self.identity = identity
    return .welcome(makeWelcome(identity, as: id, to: realm))
  }

  func makeWelcome(_ identity: Identity, as id: SessionID, to realm: String) -> Message.Welcome {
    var welcome = Message.Welcome(
      session: id, roles: routerRoles, realm: realm, authid: identity.authid, authrole: identity.authrole,
      authmethod: identity.authmethod, authprovider: identity.authprovider, authextra: identity.extra,
      resumable: token != nil, resumeToken: token)
    schemas.announce(in: &welcome.details, to: clientSchemas)
    limits.announce(in: &welcome.details)
    return welcome
  }

  /// Refuses the client or ends its session at once with an ABORT.
  package mutating func refuse(_ error: WAMPError) -> Action {
    state == .closed ? .ignore : close(sending: .abort(error.bounded.abort))
  }

  /// The peer broke the protocol, or sent bytes that are no message.
  package mutating func violated(_ message: String) -> Action {
    refuse(WAMPError(.protocolViolation, message))
  }

  /// Begins to close the session from this side. Makes the GOODBYE to send; `nil` if there is no open
  /// session to close.
  package mutating func goodbye(
    _ goodbye: Message.Goodbye = Message.Goodbye(reason: WAMPError.Code.systemShutdown.rawValue)
  ) -> Message? {
    guard case .open(let id) = state else { return nil }
    token = nil
    state = .closing(id)
    return .goodbye(goodbye)
  }

  /// The connection ended.
  package mutating func connectionLost() -> Action {
    state == .closed ? .ignore : close(sending: nil)
  }

  private mutating func receiveFirst(_ message: Message) -> Action {
    switch message {
    case .hello(let hello):
      if let fault = URI.fault(in: hello.realm) {
        return refuse(WAMPError(.invalidURI, "\(hello.realm.quoted) is not the name of a realm: \(fault)"))
      }
      if let error = schemas.refusal(of: hello.details) { return refuse(error) }
      clientSchemas = schemas.announced(in: hello.details)
      isAnnounced = hello.roles != nil
      state = .joining
      return .join(hello)
    case .abort, .goodbye: return close(sending: nil)
    default: return violated("\(message.code) before HELLO")
    }
  }

  private mutating func receiveOpen(_ message: Message) -> Action {
    note(message)
    switch message {
    case .call, .yield, .publish, .subscribe, .unsubscribe, .register, .unregister, .cancel:
      return .route(message)
    case .error(let error):
      guard error.requestType == .invocation else {
        return violated("ERROR for \(error.requestType) sent to a router")
      }
      return .route(message)
    // The specification names the message and no use of it: subscribers of Autobahn send it.
    case .eventReceived: return .ignore
    case .goodbye:
      return close(sending: .goodbye(Message.Goodbye(reason: WAMPError.Code.goodbyeAndOut.rawValue)))
    case .abort: return close(sending: nil)
    default: return violated("\(message.code) sent to a router within a session")
    }
  }

  private mutating func close(sending message: Message?) -> Action {
    let leaving = id
    state = .closed
    return .close(sending: message, leaving: leaving)
  }
}
