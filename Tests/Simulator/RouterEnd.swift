import SharedBytes

@testable import WAMP
@testable import WAMPAuthentication
@testable import WAMPTransport

/// The router's end of one connection, on a loop of its own.
final class RouterEnd {
  let format: SerializerKind
  /// Who is at the other end, as the shadow model knows it.
  let client: String
  let router: SimulatedRouter
  let simulation: Simulation
  var session = RouterSession()
  /// While the client proves who it is.
  var opening: Opening?
  /// What is kept for a client that may come back; `nil` if it may not.
  var resumption: Resumption?
  /// What is to be sent once the client, which came back, has got what it missed; `nil` in all other cases.
  var arriving: [EncodedMessage]?
  /// Whether one of the two is there.
  var isNumbering = false
  private var backlog = Backlog(limit: RouterEnd.backlogLimit, patience: .seconds(10))
  private(set) var connection: SimulatedConnection?
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
        closed: { [self] _ in closed() }))
    startOpeningTimer()
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
    guard backlog.isOver(behindFor: time) else { return }
    forbidReturn()
    cutOff()
  }

  private func closed() {
    connection = nil
    if !suspend() { perform(session.connectionLost()) }
  }

  func cutOff() { connection?.cutOff(.connectionLost) }

  func refuse(_ error: WAMPError) { perform(session.refuse(error)) }

  func close(_ goodbye: Message.Goodbye) {
    forbidReturn()
    guard connection != nil else { return perform(session.connectionLost()) }
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

  func send(_ message: Message) {
    do {
      let encoded = try format.encode(message)
      if isNumbering { send(encoded, isNumbered: message.isNumbered) } else { send(encoded) }
    } catch {
      simulation.shadow.find("the router cannot encode \(message.code): \(error)", in: simulation)
    }
  }

  func send(_ message: EncodedMessage) { connection?.send(message.joined()) }

  func perform(_ action: RouterSession.Action) {
    switch action {
    case .ignore: break
    case .join(let hello): begin(hello)
    case .authenticate(let answer): receive(answer)
    case .answer(let message): send(message)
    case .route(let message):
      guard let id = session.id else { return }
      toOwner { $0.receive(message, from: id) }
    case .close(let message, let leaving):
      opening = nil
      forbidReturn()
      if let leaving { toOwner { $0.leave(leaving) } }
      if let message { send(message) }
      connection?.close()
    }
  }

  /// Some turns of a loop take long.
  private var hopTime: Duration {
    .microseconds(simulation.number(1...(simulation.chance(5) ? 5000 : 200)))
  }

  func toOwner(_ body: @escaping (SimulatedRouter) -> Void) {
    lastHop = max(lastHop, simulation.now + hopTime)
    let router = router
    simulation.at(lastHop) { body(router) }
  }

  /// From elsewhere to this end's loop.
  func hop(_ body: @escaping () -> Void) {
    lastReturn = max(lastReturn, simulation.now + hopTime)
    simulation.at(lastReturn, body)
  }
}
