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
  var realm: Realm
  var connections: [SessionID: RouterEnd] = [:]
  /// What clients have to say that come back to their sessions.
  var tokens: [SessionID: String] = [:]
  /// The sessions that are going over to another connection.
  var resuming: Set<SessionID> = []
  var rules: Rules
  /// Those who have a secret, by their names.
  let personas: [String: Persona]
  private var ends: [RouterEnd] = []
  private var timers: [CallTimer: Int] = [:]
  private var timerCount = 0
  private var isPublishingScheduled = false
  private var isLeavingScheduled = false

  init(_ simulation: Simulation, mends: Mends, _ personas: [Persona]) throws {
    self.simulation = simulation
    self.mends = mends
    self.personas = Dictionary(personas.map { ($0.authid, $0) }) { first, _ in first }
    rules = try Rules(personas)
    let table = RoutingTable(permissions: try rules.permissions)
    realm = Realm(name: "realm1", table: table, ids: RandomIDs(seed: simulation.seed))
    simulation.shadow.goes(by: rules, from: simulation.now)
  }

  /// Serves a connection.
  func accept(_ link: Link, _ format: SerializerKind, from client: String) {
    let end = RouterEnd(self, format, client)
    ends.append(end)
    end.begin(link)
  }

  /// Everything stops at once, as when the process is killed.
  func die() {
    for (_, connection) in connections.sorted(by: { $0.key < $1.key }) { connection.link?.cut() }
    (connections, tokens, resuming) = ([:], [:], [])
    let table = realm.dealer.table.permissions
    realm = Realm(
      name: "realm1", table: RoutingTable(permissions: table), ids: RandomIDs(seed: simulation.seed &+ 1))
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
      ("openings", ends.count { $0.isOpening }),
      ("tokens", tokens.count), ("requests for authorizers", realm.inquiries.count),
    ]
  }

  // MARK: - The realm's owner

  func join(_ applicant: Applicant) {
    if resume(applicant) { return }
    let (member, identity, actions) = realm.admit(
      applicant.roles, as: applicant.identity, session: applicant.session, at: applicant.outlet)
    connections[member.id] = applicant.end
    let token = applicant.isResumable ? makeToken(for: member.id) : nil
    perform(actions)
    // The answer never comes in the turn of the HELLO.
    if mends.contains(.orderedOpening) {
      applicant.end.hop { applicant.end.joined(member.id, identity, token: token) }
    } else {
      applicant.end.joined(member.id, identity, token: token)
    }
  }

  func leave(_ id: SessionID) {
    guard connections.removeValue(forKey: id) != nil else { return }
    tokens[id] = nil
    if !mends.contains(.testaments) { realm.testaments.removeValue(forKey: id) }
    turn { perform(realm.leave(id)) }
    continueLeaving()
    continuePublishing()
  }

  func receive(_ message: Message, from id: SessionID) {
    perform(realm.receive(message, from: id))
    continuePublishing()
  }

  func continuePublishing() {
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

  func continueLeaving() {
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

  func perform(_ actions: [RealmAction]) {
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
      case .authorize(let request): authorize(request)
      // No realm here has procedures or histories of its own, or an inventory.
      case .invokeLocal, .interruptLocal, .answerOnCallersLoop, .keep, .report: break
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
