@testable import WAMP

/// A day in the life of a realm: dozens of clients, bad links, kills and restarts; then all is wound up and looked at.
final class Run {
  /// The longest time that an event may take: slow links, and readers that pause.
  static let patience = Duration.seconds(20)

  private let simulation: Simulation
  private let router: SimulatedRouter
  private let clients: [SimulatedClient]

  init(seed: UInt64, clients count: Int = 24, mends: Mends = .all) {
    simulation = Simulation(seed: seed)
    router = SimulatedRouter(simulation, mends: mends)
    let simulation = simulation
    clients = (0..<count).map { number in
      SimulatedClient(
        "client-\(number)", simulation, SerializerKind.allCases[number % SerializerKind.allCases.count])
    }
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
    if simulation.chance(50) { simulation.after(time / 2) { [self] in restart() } }
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
      case 11..<14: pause(client)
      default: client.act()
      }
      if client.isOut && simulation.chance(20) { client.connect(to: router) }
      live(client)
    }
  }

  /// A reader that takes nothing for some seconds.
  private func pause(_ client: SimulatedClient) {
    let link = client.link
    link?.setReading(false, at: .client)
    simulation.after(simulation.delay(100...5000)) { link?.setReading(true, at: .client) }
  }

  private func restart() {
    simulation.trace("the router dies")
    router.die()
  }

  // MARK: - The end

  private var isWindingUp = false

  private func windUp() {
    isWindingUp = true
    simulation.run(for: Run.patience)
    for client in clients where client.isOpen { client.cancelAll() }
    simulation.run(for: Run.patience)
    simulation.shadow.checkEventsArrived(within: Run.patience, in: simulation)
    simulation.shadow.checkCallsEnded(in: simulation)
    let open = clients.filter(\.isOpen).count
    if router.sessionCount != open {
      simulation.shadow.find(
        "\(open) clients are in, the router knows \(router.sessionCount) sessions", in: simulation)
    }
    for client in clients where client.isOpen { client.leave() }
    simulation.run(for: Run.patience)
    checkNothingIsLeft()
  }

  private func checkNothingIsLeft() {
    for (what, count) in router.census where count != 0 {
      simulation.shadow.find("all have left, and there are \(count) \(what)", in: simulation)
    }
  }
}
