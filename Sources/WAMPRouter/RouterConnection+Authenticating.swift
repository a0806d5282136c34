internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPAuthentication

extension RouterConnection {
  /// What is going on between HELLO and WELCOME. An object, so that sessions take no room for it afterwards.
  final class Opening {
    let hello: Message.Hello
    /// The session that the client is going to have.
    let session: SessionID
    /// Of the realm's rules that the client is held against.
    let generation: Int?
    var exchange: RouterExchange
    /// Waits for a closure of the user's.
    var task: Task<Void, Never>?
    /// `nil` of a client that never waits for what others did.
    var attempt: LoginDelays.Attempt?
    /// Until the client's turn comes.
    var pause: Scheduled<Void>?
    /// Whether the client was asked for a proof.
    var isChallenged = false

    init(
      _ hello: Message.Hello, session: SessionID, generation: Int?, from origin: [UInt8]?,
      _ exchange: RouterExchange
    ) {
      self.hello = hello
      self.session = session
      self.generation = generation
      self.exchange = exchange
      attempt = origin.map { LoginDelays.Attempt(from: $0, as: "\(hello.realm) \(hello.authid ?? "")") }
    }
  }

  /// Where the client comes from, for people.
  var peer: String { connection?.remoteAddress ?? "" }

  /// Begins to find out who the client is.
  ///
  /// In another turn of the loop: what comes together with a HELLO always comes before its answer.
  func authenticate(_ hello: Message.Hello, by authentication: Authentication) {
    var generator = SystemRandomNumberGenerator()
    let id = SessionID.random(using: &generator)
    let terms = RouterExchange.Terms(
      session: id, timestamp: "\(Timestamp.now)", peer: peer, mayLoseMethods: format == .flatbuffers,
      using: &generator)
    opening = Opening(
      hello, session: id, generation: replica?.generation,
      from: limits.loginDelay > .zero ? connection?.peerOrigin : nil,
      RouterExchange(authentication, hello, terms))
    loop.assumeIsolated().execute { self.advance { $0.begin() } }
  }

  /// The client's answer to its challenge.
  func receive(_ answer: Message.Authenticate) {
    loop.assumeIsolated().execute { self.takeTurn { self.advance { $0.receive(answer) } } }
  }

  /// The client is in, or gone.
  func endOpening() {
    opening?.task?.cancel()
    endPause()
    opening = nil
  }

  /// Goes on at once, or later if logins failed where the client comes from.
  private func takeTurn(_ next: @escaping () -> Void) {
    guard let opening, var attempt = opening.attempt, opening.pause == nil else { return next() }
    let verdict = logins.admit(&attempt)
    opening.attempt = attempt
    switch verdict {
    case .proceed: next()
    case .refuse: refuse(WAMPError(.unavailable, "too many logins of this address failed; try again later"))
    case .wait(let time):
      opening.pause = loop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
        self.endPause()
        next()
      }
    }
  }

  private func endPause() {
    guard let pause = opening?.pause else { return }
    pause.cancel()
    opening?.pause = nil
    logins.stopWaiting()
  }

  private func advance(_ input: (inout RouterExchange) -> RouterExchange.Action) {
    guard let opening else { return }
    perform(input(&opening.exchange))
  }

  private func perform(_ action: RouterExchange.Action) {
    guard let opening else { return }
    switch action {
    case .find(let request, let directory):
      ask({ try await directory(request) }, or: nil) { $0.found($1) }
    case .check(let check): ask(check, or: false) { $0.checked($1) }
    case .challenge(let challenge):
      opening.isChallenged = true
      takeTurn { if let message = self.session.challenge(challenge) { self.send(message) } }
    case .admit where opening.generation != replica?.generation:
      refuse(WAMPError(.authenticationFailed, "the realm's rules were changed meanwhile; try again"))
    case .admit(let identity):
      if let attempt = opening.attempt, opening.isChallenged { logins.succeeded(attempt) }
      join(opening.hello, as: identity, session: opening.session)
    case .refuse(let error):
      if let attempt = opening.attempt, error.code == .authenticationFailed { logins.failed(attempt) }
      logger.info(
        "a client was not let in",
        metadata: [
          "peer": "\(peer)", "realm": "\(opening.hello.realm)",
          "authid": "\(opening.hello.authid?.shortened ?? "")", "reason": "\(error)",
        ])
      refuseLater(error)
    }
  }

  /// What else is wrong with a HELLO is said at once: it is nobody's secret.
  private func refuseLater(_ error: WAMPError) {
    guard error.code == .authenticationFailed else { return refuse(error) }
    loop.assumeIsolated().scheduleTask(in: TimeAmount(limits.refusalDelay)) { self.refuse(error) }
  }

  /// Waits for a closure of the user's; what it throws is for the log only.
  private func ask<Answer: Sendable>(
    _ body: @escaping @Sendable () async throws -> Answer, or failed: Answer,
    then tell: @escaping @Sendable (inout RouterExchange, Answer) -> RouterExchange.Action
  ) {
    let handle = Handle(self, eventLoop: loop)
    let logger = logger
    opening?.task = Task {
      let answer: Answer
      do {
        answer = try await body()
      } catch {
        if !(error is CancellationError) {
          logger.error("authentication failed to be decided", metadata: ["error": "\(error)"])
        }
        answer = failed
      }
      handle.eventLoop.execute { handle.value.advance { tell(&$0, answer) } }
    }
  }
}
