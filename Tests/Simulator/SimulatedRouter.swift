import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// A router around the realm's own state machines: what `WAMPRouter` does with event loops and sockets, in virtual
/// time.
///
/// Connections are served on loops of their own: between them and the realm's owner every message is a hop late.
final class SimulatedRouter {
  let simulation: Simulation
  let mends: Mends
  private(set) var realm: Realm
  private var connections: [SessionID: RouterEnd] = [:]
  private var timers: [CallTimer: Int] = [:]
  private var timerCount = 0
  private var isPublishingScheduled = false
  private var isLeavingScheduled = false

  init(_ simulation: Simulation, mends: Mends) {
    self.simulation = simulation
    self.mends = mends
    realm = Realm(name: "realm1", ids: RandomIDs(seed: simulation.seed))
  }

  /// Serves a connection.
  func accept(_ link: Link, _ format: SerializerKind, from client: String) {
    RouterEnd(self, format, client).begin(link)
  }

  /// Everything stops at once, as when the process is killed.
  func die() {
    for (_, connection) in connections.sorted(by: { $0.key < $1.key }) { connection.link?.cut() }
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
      ("running invocations", census.invocations), ("testaments", census.testaments),
      ("departures", census.departures),
    ]
  }

  // MARK: - The realm's owner

  func join(_ connection: RouterEnd, _ hello: Message.Hello) {
    let (member, identity, actions) = realm.admit(
      hello.roles ?? .unannounced, at: Outlet(loop: 0, format: connection.format))
    connections[member.id] = connection
    perform(actions)
    // The answer never comes in the turn of the HELLO.
    if mends.contains(.orderedOpening) {
      connection.hop { connection.joined(member.id, identity) }
    } else {
      connection.joined(member.id, identity)
    }
  }

  func leave(_ id: SessionID) {
    guard connections.removeValue(forKey: id) != nil else { return }
    if !mends.contains(.testaments) { realm.testaments.removeValue(forKey: id) }
    turn { perform(realm.leave(id)) }
    continueLeaving()
    continuePublishing()
  }

  func receive(_ message: Message, from id: SessionID) {
    perform(realm.receive(message, from: id))
    continuePublishing()
  }

  private func continuePublishing() {
    guard realm.isPublishing, !isPublishingScheduled else { return }
    isPublishingScheduled = true
    simulation.after(.milliseconds(1)) { [self] in
      isPublishingScheduled = false
      perform(realm.continuePublishing())
      continuePublishing()
    }
  }

  func undeliverable(_ invocation: RequestID, to id: SessionID) {
    perform(realm.undeliverable(invocation, to: id))
  }

  private func continueLeaving() {
    guard realm.isLeaving else { return }
    guard mends.contains(.slices) else {
      turn { while realm.isLeaving { perform(realm.continueLeaving()) } }
      return
    }
    guard !isLeavingScheduled else { return }
    isLeavingScheduled = true
    simulation.after(.milliseconds(1)) { [self] in
      isLeavingScheduled = false
      turn { perform(realm.continueLeaving()) }
      continueLeaving()
      continuePublishing()
    }
  }

  /// Looks at how much one turn of the owner's loop works off: everyone else waits meanwhile.
  private func turn(_ body: () -> Void) {
    let before = realm.census.total
    body()
    let pieces = before - realm.census.total
    if pieces > 1000 {
      simulation.shadow.find("one turn of the realm's owner worked off \(pieces) pieces", in: simulation)
    }
  }

  private func perform(_ actions: [RealmAction]) {
    for action in actions {
      switch action {
      case .send(.interrupt, _) where !mends.contains(.interrupts): break
      case .deliver(let event, _) where event.retained && !mends.contains(.retention): break
      case .send(let message, let id): tell(id) { $0.deliver(message) }
      case .deliver(let event, let groups):
        for id in groups.flatMap(\.sessions) { tell(id) { $0.deliver(.event(event)) } }
      case .close(let id, let goodbye): tell(id) { $0.close(goodbye) }
      case .abort(let id, let error): tell(id) { $0.refuse(error) }
      case .startTimer(let timer, let time):
        timerCount += 1
        let number = timerCount
        timers[timer] = number
        simulation.after(time) { [self] in
          if timers[timer] == number { perform(realm.timedOut(timer)) }
        }
      case .stopTimer(let timer): timers[timer] = nil
      // No realm here has procedures of its own, or authorizers.
      case .invokeLocal, .interruptLocal, .answerOnCallersLoop, .authorize: break
      }
    }
  }

  private func tell(_ id: SessionID, _ body: @escaping (RouterEnd) -> Void) {
    guard let connection = connections[id] else { return }
    connection.hop { body(connection) }
  }
}

extension Realm.Census {
  var total: Int { subscriptions + registrations + calls + invocations }
}
