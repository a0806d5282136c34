internal import WAMP
internal import WAMPAuthentication

/// What one event loop knows of a realm: where calls lead, what answers them here, and the sessions whose connections
/// are here. Published by the realm's owner; confined to the loop.
final class LoopReplica {
  let realm: String
  private(set) var authentication: Authentication
  /// Grows with each change of the rules.
  private(set) var generation = 0
  let owner: RealmOwner.Handle
  private(set) var desk: Desk
  /// What answers who asks for events that are kept, on this loop.
  var histories: [SubscriptionID: (topic: HistoryTopic, read: HistoryReader)] = [:]
  private var connections: [SessionID: RouterConnection] = [:]

  /// What answers calls here: a state of it that does not change, so that one look at the replica is enough for a call.
  final class Desk {
    let gate: CallGate
    /// By the numbers that the gate answers with; `nil` for one that is answered no more.
    let responders: [InlineResponder?]

    init(_ gate: CallGate, _ responders: [InlineResponder?]) {
      self.gate = gate
      self.responders = responders
    }

    /// What answers a call here; `nil` for every call that the realm's owner has to see.
    @inline(__always)
    func responder(
      for procedure: Span<UInt8>, from role: String, isAuthorized: Bool = false
    ) -> InlineResponder? {
      guard
        case .answerHere(let number) = gate.verdict(on: procedure, from: role, isAuthorized: isAuthorized)
      else { return nil }
      return responders[number]
    }
  }

  init(of realm: String, _ authentication: Authentication, owner: RealmOwner.Handle, gate: CallGate) {
    self.realm = realm
    self.authentication = authentication
    self.owner = owner
    desk = Desk(gate, [])
  }

  /// A procedure that is answered here from now on, and the gate that leads to it.
  func publish(_ gate: CallGate, _ responder: InlineResponder, for uri: String) {
    responder.uri = uri
    desk = Desk(gate, desk.responders + [responder])
  }

  /// The responder of a procedure goes, and the gate does not lead to it any more.
  func remove(_ gate: CallGate, for uri: String) {
    desk = Desk(gate, desk.responders.map { $0?.uri == uri ? nil : $0 })
  }

  /// Other rules for the same responders.
  func change(_ gate: CallGate, _ authentication: Authentication) {
    desk = Desk(gate, desk.responders)
    self.authentication = authentication
    generation += 1
  }

  func join(_ connection: RouterConnection, as session: SessionID) { connections[session] = connection }

  func leave(_ session: SessionID) { connections[session] = nil }

  func connection(of session: SessionID) -> RouterConnection? { connections[session] }

  /// Says GOODBYE on all connections. They leave when they are closed.
  func shutDown() -> [RouterConnection] {
    let all = Array(connections.values)
    for connection in all { connection.shutDown() }
    return all
  }
}
