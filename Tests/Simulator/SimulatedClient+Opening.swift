import SharedBytes

@testable import WAMP
@testable import WAMPAuthentication
@testable import WAMPTransport

extension SimulatedClient {
  /// Makes a connection, for a new session or the one that waits for it.
  func connect(to router: SimulatedRouter) {
    let link = Link(
      simulation, latency: .microseconds(simulation.number(50...(isSuspended ? 1000 : 20_000))),
      bytesPerMillisecond: simulation.chance(10) ? 20 : 10_000)
    let hello = makeHello(for: router.rules)
    if isSuspended { session.change(hello) } else { session = ClientSession(hello) }
    connection = attach(link)
    router.accept(link, format, from: name)
    simulation.trace("\(name) connects")
    let isReturning = isSuspended
    let opening = session.open()
    send(opening)
    if isReturning, simulation.chance(25) { sendAgain(opening, to: router) }
    // A client that is in a hurry, and some links are cut before anybody is in.
    giveUpOpening(after: simulation.chance(15) ? simulation.delay(1...600) : .seconds(8))
    if simulation.chance(5) { link.cut(afterBytes: simulation.number(0...1500), towards: .router) }
  }

  /// Says the same over a second connection, which it does not go on with.
  private func sendAgain(_ hello: Message, to router: SimulatedRouter) {
    let link = Link(
      simulation, latency: .microseconds(simulation.number(50...1000)), bytesPerMillisecond: 10_000)
    let connection = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(received: { _ in }, behind: { _ in }, closed: { _ in }))
    router.accept(link, format, from: "the second connection of \(name)")
    if let bytes = try? format.encode(hello).joined() { connection.send(bytes) }
    simulation.after(simulation.delay(0...2000)) { link.abandon(.client) }
  }

  /// What it opens with. A secret that somebody gave to it may be wrong.
  private func makeHello(for rules: Rules) -> Message.Hello {
    let secret = simulation.chance(8) ? -1 : rules.secrets[persona.authid] ?? 0
    attempt = ShadowModel.Attempt(secret: secret, began: simulation.now)
    var hello = Message.Hello(
      realm: "realm1", roles: .client, resumable: isSuspended || simulation.chance(70))
    guard let proof = try? persona.proof(secret) else { return hello }
    let authid = persona.authid.isEmpty ? nil : persona.authid
    var exchange = simulation.draw { ClientExchange(proof, authid: authid, using: &$0) }
    exchange.announce(in: &hello)
    self.exchange = exchange
    return hello
  }

  /// What an earlier connection brings does not concern the client any more.
  private func attach(_ link: Link) -> SimulatedConnection {
    weak var own: SimulatedConnection?
    let isOwn = { [self] in own != nil && connection === own }
    let made = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(
        received: { [self] bytes in if isOwn() { received(bytes) } }, behind: { _ in },
        closed: { [self] _ in if isOwn() { lost() } }))
    own = made
    return made
  }

  private func giveUpOpening(after time: Duration) {
    let current = connection
    simulation.after(time) { [self] in
      if session.state == .opening, connection === current { abandon() }
    }
  }

  /// Answers a challenge after a while, or never.
  func answer(_ challenge: Message.Challenge) {
    guard let exchange, let step = try? exchange.step(for: challenge), case .answer(let answer) = step else {
      return simulation.shadow.find("\(name) cannot answer \(challenge)", in: simulation)
    }
    let current = connection
    simulation.after(simulation.chance(20) ? simulation.delay(0...3000) : simulation.delay(0...20)) {
      [self] in
      guard session.state == .opening, connection === current else { return }
      if simulation.chance(5) { return vanish() }
      self.exchange?.sent(answer)
      attempt.answered = simulation.now
      for action in session.authenticate(answer.message) {
        if case .send(let message) = action { send(message) }
      }
    }
  }

  /// It is in, in a new session.
  func opened(_ welcome: Message.Welcome) {
    simulation.trace("\(name) is in as \(welcome.session)")
    check(welcome)
    forget()
    unstableSince = nil
    answers = welcome.resumable ? ReplayLog(limit: 1 << 20) : nil
    cutOnce()
  }

  func check(_ welcome: Message.Welcome) {
    simulation.shadow.welcomed(attempt, self, welcome, in: simulation)
    if let error = exchange?.refusal(of: welcome) {
      simulation.shadow.find("\(name) does not take its WELCOME: \(error)", in: simulation)
    }
  }

  /// Nothing of the session is left.
  func forget() {
    forgetSubscriptions()
    era += 1
    calls = []
    registrations = []
    offers = [:]
    attachments = [:]
    invocations = [:]
    unanswered = []
    answers = nil
  }

  /// Some links are cut at any byte.
  func cutOnce() {
    guard simulation.chance(20), let end = simulation.pick(Link.End.allCases) else { return }
    link?.cut(afterBytes: simulation.number(0...20_000), towards: end)
  }
}
