package import WAMP

/// The router's side of one client's authentication: a state machine without input or output.
///
/// Begins with HELLO, ends with ``Action/admit(_:)`` or ``Action/refuse(_:)``; what came before its turn is refused by
/// `RouterSession`.
package struct RouterExchange: Sendable {
  /// What the owner of the connection has to do.
  package enum Action: Sendable {
    /// Ask the directory; tell ``RouterExchange/found(_:)``.
    case find(AuthenticationRequest, Authentication.Directory)
    /// Send the challenge; tell ``RouterExchange/receive(_:)`` the answer.
    case challenge(Message.Challenge)
    /// Ask the user's closure; tell ``RouterExchange/checked(_:)``.
    case check(@Sendable () async throws -> Bool)
    case admit(Identity)
    case refuse(WAMPError)
  }

  /// What this side adds to what the client tells.
  package struct Terms: Sendable {
    /// The session that the client will have.
    var session: SessionID
    /// The time in UTC, as RFC 3339 spells it.
    var timestamp: String
    var peer: String?
    /// Whether the client's HELLO may have lost the methods that it meant to offer.
    var mayLoseMethods: Bool
    /// 32 random bytes that nobody can foresee.
    var nonce: [UInt8]
    var anonymousIdentity: Identity
    /// Who the client is by its cookie.
    var cookieIdentity: Identity?

    package init(
      session: SessionID, timestamp: String, peer: String?, mayLoseMethods: Bool,
      cookieIdentity: Identity? = nil, using generator: inout some RandomNumberGenerator
    ) {
      self.session = session
      self.timestamp = timestamp
      self.peer = peer
      self.mayLoseMethods = mayLoseMethods
      self.cookieIdentity = cookieIdentity
      nonce = Octets.random(32, using: &generator)
      anonymousIdentity = .anonymous(using: &generator)
    }
  }

  private enum State: Sendable {
    case ready
    case finding(AuthenticationRequest)
    case challenged(Trial)
    case checking(Trial)
    case over
  }

  let authentication: Authentication
  let hello: Message.Hello
  let terms: Terms
  private var state = State.ready

  package init(_ authentication: Authentication, _ hello: Message.Hello, _ terms: Terms) {
    self.authentication = authentication
    self.hello = hello
    self.terms = terms
  }

  /// Decides how the client is to prove who it is.
  package mutating func begin() -> Action {
    switch choice {
    case .anonymous(let role):
      var identity = terms.anonymousIdentity
      identity.authrole = role
      return end(.admit(identity))
    case .cookie(let identity): return end(.admit(identity))
    case .refuse(let error): return end(.refuse(error))
    case .known(let principal, let request): return challenge(principal, request)
    case .ask(let request, let directory):
      state = .finding(request)
      return .find(request, directory)
    }
  }

  /// What the directory said; `nil` also if it failed.
  package mutating func found(_ principal: Principal?) -> Action {
    guard case .finding(let request) = state else { return end(.refuse(Self.failure)) }
    return challenge(principal, request)
  }

  /// The client's answer.
  package mutating func receive(_ answer: Message.Authenticate) -> Action {
    guard case .challenged(let trial) = state else { return end(.refuse(Self.failure)) }
    if let check = trial.check(of: answer) {
      state = .checking(trial)
      return .check(check)
    }
    return end(trial, isRight: trial.accepts(answer))
  }

  /// What the user's closure said; `false` also if it failed.
  package mutating func checked(_ isRight: Bool) -> Action {
    guard case .checking(let trial) = state else { return end(.refuse(Self.failure)) }
    return end(trial, isRight: isRight)
  }

  private mutating func challenge(_ principal: Principal?, _ request: AuthenticationRequest) -> Action {
    guard let trial = trial(of: principal, request) else { return end(.refuse(Self.failure)) }
    state = .challenged(trial)
    return .challenge(trial.challenge)
  }

  private mutating func end(_ trial: Trial, isRight: Bool) -> Action {
    guard isRight, let principal = trial.principal else { return end(.refuse(Self.failure)) }
    return end(
      .admit(
        Identity(
          authid: principal.authid, authrole: principal.authrole, authmethod: trial.method.rawValue,
          authprovider: authentication.provider, extra: trial.proof)))
  }

  private mutating func end(_ action: Action) -> Action {
    state = .over
    return action
  }

  /// The same for whatever was wrong.
  static let failure = WAMPError(
    .authenticationFailed, "the client did not prove to be somebody who may join this realm")
}
