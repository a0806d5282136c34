import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// The router's end of one connection, on a loop of its own.
final class RouterEnd {
  let format: SerializerKind
  /// Who is at the other end, as the shadow model knows it.
  private let client: String
  private let router: SimulatedRouter
  private let simulation: Simulation
  private var session = RouterSession()
  private var backlog = Backlog(limit: RouterEnd.backlogLimit, patience: .seconds(10))
  private var connection: SimulatedConnection?
  private var lastHop = Duration.zero
  private var lastReturn = Duration.zero

  /// The most bytes that may wait for a client that does not read.
  static let backlogLimit = 4 * 1024

  init(_ router: SimulatedRouter, _ format: SerializerKind, _ client: String) {
    self.router = router
    self.format = format
    self.client = client
    simulation = router.simulation
  }

  func begin(_ link: Link) {
    var configuration = ConnectionConfiguration()
    if !router.mends.contains(.keepAlive) { configuration.keepAlive = nil }
    connection = SimulatedConnection(
      link, .router, simulation, configuration,
      SimulatedConnection.Owner(
        received: { [self] in received($0) }, behind: { [self] in behind($0) },
        closed: { [self] _ in perform(session.connectionLost()) }))
  }

  var link: Link? { connection?.link }

  private func received(_ bytes: SharedBytes) {
    do {
      perform(session.receive(try format.decode(bytes)))
    } catch {
      perform(session.receive(error))
    }
  }

  private func behind(_ time: Duration) {
    if backlog.isOver(behindFor: time) { connection?.cutOff(.connectionLost) }
  }

  func joined(_ id: SessionID, _ identity: Identity) {
    guard let welcome = session.welcome(identity, as: id, to: "realm1") else {
      return toOwner { $0.leave(id) }
    }
    send(welcome)
  }

  func refuse(_ error: WAMPError) { perform(session.refuse(error)) }

  func close(_ goodbye: Message.Goodbye) {
    if let goodbye = session.goodbye(goodbye) { send(goodbye) }
    connection?.close()
  }

  /// Sends what the realm has for the client, unless too much waits for it.
  func deliver(_ message: Message) {
    let pending = connection?.pendingBytes ?? 0
    if router.mends.contains(.backlog) {
      switch message {
      case .invocation(let invocation) where !backlog.admitsCall(pendingBytes: pending):
        guard let id = session.id else { return }
        return toOwner { $0.undeliverable(invocation.request, to: id) }
      case .event where !backlog.admitsEvent(pendingBytes: pending):
        return simulation.shadow.lostEvents(client, at: simulation.now)
      default: break
      }
    }
    send(message)
    if let pending = connection?.pendingBytes, pending > RouterEnd.backlogLimit * 8 {
      simulation.shadow.find(
        "the router holds \(pending) bytes for \(client), which does not read", in: simulation)
    }
  }

  private func send(_ message: Message) {
    do {
      connection?.send(try format.encode(message).joined())
    } catch {
      simulation.shadow.find("the router cannot encode \(message.code): \(error)", in: simulation)
    }
  }

  private func perform(_ action: RouterSession.Action) {
    switch action {
    case .ignore: break
    case .join(let hello):
      // Where both loops are one there is no hop.
      if simulation.chance(50) { return router.join(self, hello) }
      toOwner { [self] in $0.join(self, hello) }
    // Nobody here is challenged.
    case .authenticate: refuse(WAMPError(.authenticationFailed, "no challenge was sent"))
    case .answer(let message): send(message)
    case .route(let message):
      guard let id = session.id else { return }
      toOwner { $0.receive(message, from: id) }
    case .close(let message, let leaving):
      if let leaving { toOwner { $0.leave(leaving) } }
      if let message { send(message) }
      connection?.close()
    }
  }

  private func toOwner(_ body: @escaping (SimulatedRouter) -> Void) {
    lastHop = max(lastHop, simulation.now + .microseconds(simulation.number(1...200)))
    let router = router
    simulation.at(lastHop) { body(router) }
  }

  /// From the realm's owner to this end's loop.
  func hop(_ body: @escaping () -> Void) {
    lastReturn = max(lastReturn, simulation.now + .microseconds(simulation.number(1...200)))
    simulation.at(lastReturn, body)
  }
}
