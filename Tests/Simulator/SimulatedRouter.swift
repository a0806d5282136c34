import SharedBytes

@testable import WAMP

/// A router around the realm's own state machines: what `WAMPRouter` does with event loops and sockets, in virtual
/// time.
///
/// Connections are served on loops of their own: between them and the realm's owner every message is a hop late.
final class SimulatedRouter {
  private let simulation: Simulation
  private let mends: Mends
  private(set) var realm: Realm
  private var connections: [SessionID: Connection] = [:]

  init(_ simulation: Simulation, mends: Mends) {
    self.simulation = simulation
    self.mends = mends
    realm = Realm(name: "realm1", ids: RandomIDs(seed: simulation.seed))
  }

  /// Serves a connection.
  func accept(_ link: Link, _ serializer: SerializerKind) {
    let connection = Connection(simulation, link, serializer, mends, self)
    link.attach(
      Link.Receiver(received: { connection.received($0) }, closed: { connection.lost() }), at: .router)
    connection.begin()
  }

  /// Everything stops at once, as when the process is killed.
  func die() {
    for connection in connections.values.sorted(by: { $0.number < $1.number }) { connection.link.cut() }
    connections = [:]
    realm = Realm(name: "realm1", ids: RandomIDs(seed: simulation.seed &+ 1))
  }

  /// How many connections have a session.
  var sessionCount: Int { connections.count }

  /// What the realm holds for its clients.
  var census: [(String, Int)] {
    let census = realm.census
    return [
      ("connections", connections.count), ("sessions", census.sessions),
      ("subscriptions", census.subscriptions),
      ("registrations", census.registrations), ("waiting calls", census.calls),
      ("running invocations", census.invocations), ("departures", census.departures),
    ]
  }

  // MARK: - The realm's owner

  fileprivate func join(_ connection: Connection, _ hello: Message.Hello) {
    let (member, identity) = realm.admit(hello.roles, at: Outlet(loop: 0, format: connection.serializer))
    connections[member.id] = connection
    connection.hop { connection.joined(member.id, identity) }
  }

  fileprivate func leave(_ id: SessionID) {
    guard connections.removeValue(forKey: id) != nil else { return }
    perform(realm.leave(id))
    continueLeaving()
  }

  private func continueLeaving() {
    guard realm.isLeaving else { return }
    simulation.after(.milliseconds(1)) { [self] in
      perform(realm.continueLeaving())
      continueLeaving()
    }
  }

  private func timedOut(_ timer: CallTimer) { perform(realm.timedOut(timer)) }

  fileprivate func receive(_ message: Message, from id: SessionID) {
    perform(realm.receive(message, from: id))
  }

  private func perform(_ actions: [RealmAction]) {
    for action in actions {
      switch action {
      case .send(let message, let id): tell(id) { $0.send(message) }
      case .deliver(let event, let groups):
        for id in groups.flatMap(\.sessions) { tell(id) { $0.send(.event(event)) } }
      case .abort(let id, let error): tell(id) { $0.refuse(error) }
      case .startTimer(let timer, let time): simulation.after(time) { self.timedOut(timer) }
      // A timer that was stopped finds nothing when it rings.
      case .stopTimer: break
      case .invokeLocal, .interruptLocal, .answerOnCallersLoop: break
      }
    }
  }

  private func tell(_ id: SessionID, _ body: @escaping (Connection) -> Void) {
    guard let connection = connections[id] else { return }
    connection.hop { body(connection) }
  }
}

extension SimulatedRouter {
  /// One connection on its own loop.
  final class Connection {
    let number: Int
    let link: Link
    private let simulation: Simulation
    fileprivate let serializer: SerializerKind
    private let mends: Mends
    private let router: SimulatedRouter
    private var session = RouterSession()
    private var lastHop = Duration.zero
    private var lastReturn = Duration.zero
    private var heard = Duration.zero
    private var isOver = false

    fileprivate init(
      _ simulation: Simulation, _ link: Link, _ serializer: SerializerKind, _ mends: Mends,
      _ router: SimulatedRouter
    ) {
      self.simulation = simulation
      self.link = link
      self.serializer = serializer
      self.mends = mends
      self.router = router
      number = simulation.number(0...1 << 40)
    }

    fileprivate func begin() {
      heard = simulation.now
      if mends.contains(.keepAlive) { watch() }
    }

    /// Ends the connection of a peer that was silent for 20 s; living ones answer pings in time.
    private func watch() {
      simulation.after(.seconds(5)) {
        guard !self.isOver else { return }
        if self.link.isOpen { self.heard = self.simulation.now }
        if self.simulation.now - self.heard >= .seconds(20) { return self.lost() }
        self.watch()
      }
    }

    fileprivate func received(_ bytes: SharedBytes) {
      heard = simulation.now
      do {
        perform(session.receive(try serializer.decode(bytes)))
      } catch {
        perform(session.violated("\(error)"))
      }
    }

    fileprivate func lost() {
      guard !isOver else { return }
      perform(session.connectionLost())
      isOver = true
    }

    fileprivate func joined(_ id: SessionID, _ identity: Identity) {
      guard let welcome = session.welcome(identity, as: id, to: "realm1") else {
        return toRealm { $0.leave(id) }
      }
      send(welcome)
    }

    fileprivate func refuse(_ error: WAMPError) { perform(session.refuse(error)) }

    fileprivate func send(_ message: Message) {
      guard !isOver else { return }
      do {
        let encoded = try serializer.encode(message)
        link.send(encoded.joined(), from: .router)
      } catch {
        simulation.shadow.find("the router cannot encode \(message.code): \(error)", in: simulation)
      }
    }

    private func perform(_ action: RouterSession.Action) {
      switch action {
      case .ignore: break
      case .join(let hello): toRealm { [self] in $0.join(self, hello) }
      case .route(let message):
        guard let id = session.id else { return }
        toRealm { $0.receive(message, from: id) }
      case .close(let message, let leaving):
        if let leaving { toRealm { $0.leave(leaving) } }
        if let message { send(message) }
        isOver = true
        link.close(from: .router)
      }
    }

    private func toRealm(_ body: @escaping (SimulatedRouter) -> Void) {
      lastHop = max(lastHop, simulation.now + .microseconds(simulation.number(1...200)))
      let router = router
      simulation.at(lastHop) { body(router) }
    }

    /// From the realm's owner to this connection's loop.
    fileprivate func hop(_ body: @escaping () -> Void) {
      lastReturn = max(lastReturn, simulation.now + .microseconds(simulation.number(1...200)))
      simulation.at(lastReturn, body)
    }
  }
}
