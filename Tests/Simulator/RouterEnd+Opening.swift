@testable import WAMP
@testable import WAMPAuthentication

extension RouterEnd {
  /// How long a client may take from its connection to its WELCOME.
  private static let openingTime = Duration.seconds(10)

  /// What is going on between HELLO and WELCOME.
  struct Opening {
    let hello: Message.Hello
    let session: SessionID
    /// What the client is held against.
    let rules: Rules
    var exchange: RouterExchange
    var answer: Message.Authenticate?
  }

  var isOpening: Bool { connection != nil && session.id == nil && session.state != .closed }

  func startOpeningTimer() {
    guard router.mends.contains(.openingTime) else { return }
    simulation.after(RouterEnd.openingTime) { [self] in
      if isOpening { refuse(WAMPError(.timeout, "no opening within \(RouterEnd.openingTime)")) }
    }
  }

  /// Begins to find out who the client is: in another turn, so that what comes with a HELLO comes before its answer.
  func begin(_ hello: Message.Hello) {
    let rules = router.rules
    let (id, terms) = simulation.draw { random in
      let id = SessionID.random(using: &random)
      let terms = RouterExchange.Terms(
        session: id, timestamp: "2026-11-30T00:00:00Z", peer: client,
        mayLoseMethods: format == .flatbuffers, using: &random)
      return (id, terms)
    }
    opening = Opening(
      hello: hello, session: id, rules: rules, exchange: RouterExchange(rules.authentication, hello, terms))
    guard router.mends.contains(.orderedOpening) else { return advance { $0.begin() } }
    simulation.after(.zero) { [self] in advance { $0.begin() } }
  }

  func receive(_ answer: Message.Authenticate) {
    opening?.answer = answer
    simulation.after(.zero) { [self] in advance { $0.receive(answer) } }
  }

  private func advance(_ input: (inout RouterExchange) -> RouterExchange.Action) {
    guard var opening else { return }
    let action = input(&opening.exchange)
    self.opening = opening
    perform(action, of: opening)
  }

  private func perform(_ action: RouterExchange.Action, of opening: Opening) {
    switch action {
    case .find(let request, _): find(request, by: opening.rules)
    case .check:
      let name = opening.hello.authid ?? ""
      let isRight = opening.answer.map { router.accepts($0, of: name, by: opening.rules) } ?? false
      simulation.after(simulation.delay(0...300)) { [self] in advance { $0.checked(isRight) } }
    case .challenge(let challenge):
      if let message = session.challenge(challenge) { send(message) }
    case .admit where opening.rules.number != router.rules.number && router.mends.contains(.freshRules):
      refuse(WAMPError(.authenticationFailed, "the realm's rules were changed meanwhile"))
    case .admit(let identity): join(opening, as: identity)
    case .refuse(let error): refuse(error)
    }
  }

  /// A directory takes its time, and sometimes fails.
  private func find(_ request: AuthenticationRequest, by rules: Rules) {
    let isFailing = simulation.chance(5)
    if isFailing { simulation.shadow.excuse(client) }
    let principal = isFailing ? nil : rules[request.authid]
    simulation.after(simulation.delay(0...300)) { [self] in advance { $0.found(principal) } }
  }

  private func join(_ opening: Opening, as identity: Identity) {
    let applicant = Applicant(
      end: self, roles: opening.hello.roles ?? .unannounced, identity: identity, session: opening.session,
      outlet: Outlet(loop: simulation.number(0...2), format: format), isResumable: opening.hello.resumable,
      comesBack: RouterSession.Return(opening.hello))
    // Where both loops are one there is no hop.
    if simulation.chance(50) { return router.join(applicant) }
    toOwner { $0.join(applicant) }
  }

  /// The owner has let the client in.
  func joined(_ id: SessionID, _ identity: Identity, token: String?) {
    guard let welcome = session.welcome(identity, as: id, to: "realm1", token: token) else {
      return toOwner { $0.leave(id) }
    }
    opening = nil
    if token != nil {
      resumption = Resumption(session: id, log: ReplayLog(limit: RouterEnd.resumptionBytes))
      isNumbering = true
    }
    send(welcome)
  }
}

/// A client that is to be let in, with what its connection knows of it.
struct Applicant {
  let end: RouterEnd
  let roles: Roles
  let identity: Identity
  let session: SessionID
  let outlet: Outlet
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
