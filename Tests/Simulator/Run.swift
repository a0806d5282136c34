@testable import WAMP

/// A day in the life of a realm: dozens of clients, bad links, kills and restarts; then all is wound up and looked at.
final class Run {
  /// The longest time that an event may take: slow links, and readers that pause.
  static let patience = Duration.seconds(30)

  /// How long a router may take to learn that a client is gone, and will not come back.
  static let silence = Duration.seconds(25) + RouterEnd.resumptionTime

  private let simulation: Simulation
  private let router: SimulatedRouter
  private let clients: [SimulatedClient]
  private let hoarder: SimulatedClient
  private var isWindingUp = false

  init(seed: UInt64, clients count: Int = 24, mends: Mends = .all) throws {
    let simulation = Simulation(seed: seed)
    self.simulation = simulation
    let personas = (0..<count).map { Persona("client-\($0)", $0) }
    router = try SimulatedRouter(simulation, mends: mends, personas)
    clients = personas.enumerated().map { number, persona in
      SimulatedClient("client-\(number)", simulation, Run.format(number), persona)
    }
    hoarder = SimulatedClient("hoarder", simulation, .cbor, .anonymous)
  }

  private static func format(_ number: Int) -> SerializerKind {
    SerializerKind.allCases[number % SerializerKind.allCases.count]
  }

  /// What was found wrong; empty if nothing.
  var findings: [String] { simulation.shadow.findings }

  var summary: String {
    let ends = simulation.shadow.outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return "seed \(simulation.seed): calls: \(ends.joined(separator: ", ")); "
      + "\(simulation.shadow.eventCount) events"
  }

  func go(for time: Duration = .seconds(60)) -> Run {
    clients.forEach(live)
    for number in 0..<10 {
      simulation.after(simulation.delay(100...50_000)) { [self] in
        guard let moment = simulation.pick(Impatient.Moment.allCases) else { return }
        Impatient(simulation, Run.format(number), moment).connect(to: router)
      }
      simulation.after(simulation.delay(5_000...50_000)) { [self] in steal() }
      simulation.after(simulation.delay(1_000...59_000)) { [self] in changeRules() }
    }
    if simulation.chance(50) {
      simulation.after(time / 2) { [self] in
        simulation.trace("the router dies")
        simulation.shadow.routerDied(at: simulation.now)
        router.die()
      }
    } else {
      hoard()
    }
    simulation.run(for: time)
    windUp()
    return self
  }

  private func live(_ client: SimulatedClient) {
    simulation.after(simulation.delay(1...400)) { [self] in
      guard !isWindingUp else { return }
      switch simulation.number(0...999) {
      case 0..<4: client.vanish()
      case 4..<7: client.fallAsleep()
      case 7..<11: client.leave()
      case 11..<15: pause(client)
      case 15..<22: loseConnection(of: client)
      default: client.act()
      }
      if client.isOut && simulation.chance(client.isTardy ? 2 : 20) { client.connect(to: router) }
      live(client)
    }
  }

  /// A client whose connection is lost while it is busy, and that may come back before the router knows.
  private func loseConnection(of client: SimulatedClient) {
    for _ in 0..<3 { client.act() }
    client.abandon()
    if client.isOut, simulation.chance(50) { client.connect(to: router) }
  }

  /// A reader that takes nothing for some seconds.
  private func pause(_ client: SimulatedClient) {
    let link = client.link
    link?.setReading(false, at: .client)
    simulation.after(simulation.delay(100...15_000)) { link?.setReading(true, at: .client) }
  }

  private func changeRules() {
    do {
      try router.changeRules()
    } catch {
      simulation.shadow.find("the rules cannot be changed: \(error)", in: simulation)
    }
  }

  /// A stranger guesses what to say for a session, or has overheard it of one that has a name.
  private func steal() {
    let sessions = clients.compactMap { client in client.session.id.map { (id: $0, client) } }
    guard let (id, client) = simulation.pick(sessions) else { return }
    let isOverheard = !client.persona.authid.isEmpty && simulation.chance(50)
    let token = isOverheard ? router.tokens[id] ?? "" : "guessed"
    let received = client.session.resumption?.point.received ?? 0
    Stranger(simulation, client.format).connect(to: router, asking: id, after: received, token)
  }

  /// A client that takes very many subscriptions, and vanishes.
  private func hoard() {
    simulation.after(.seconds(5)) { [self] in hoarder.connect(to: router) }
    simulation.after(.seconds(8)) { [self] in hoarder.hoard(2500) }
    simulation.after(.seconds(30)) { [self] in hoarder.vanish() }
  }

  // MARK: - The end

  private func windUp() {
    isWindingUp = true
    for client in clients { client.giveUp() }
    simulation.run(for: Run.patience)
    for client in clients { client.giveUp() }
    // Whoever waits for those who never answer gives up; some go.
    for (number, client) in clients.enumerated() where client.isOpen && number % 2 == 0 { client.cancelAll() }
    simulation.run(for: .seconds(5))
    for (number, client) in clients.enumerated() where client.isOpen && number % 2 == 1 { client.vanish() }
    simulation.run(for: Run.patience)
    for client in clients { client.giveUp() }
    simulation.shadow.checkEventsArrived(
      within: Run.patience, afterSilence: Run.silence, in: simulation)
    simulation.shadow.checkCallsEnded(in: simulation)
    for client in clients where client.isOpen {
      for call in client.invocations.values.map(\.call).sorted() {
        simulation.shadow.checkWasTold(client.name, of: call, in: simulation)
      }
    }
    checkSessions()
    for client in clients where client.isOpen { client.leave() }
    simulation.run(for: Run.patience)
    for (what, count) in router.census where count != 0 {
      simulation.shadow.find("all have left, and there are \(count) \(what)", in: simulation)
    }
  }

  private func checkSessions() {
    let open = clients.filter(\.isOpen).count
    guard router.sessionCount != open else { return }
    simulation.shadow.find(
      "\(open) clients are in, the router knows \(router.sessionCount) sessions", in: simulation)
  }
}
