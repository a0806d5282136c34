/// One realm of a router: its sessions, its broker and its dealer.
///
/// A value with one owner and no locks: messages in, actions out. What the protocol allows only at
/// certain times was checked by ``RouterSession`` before.
package struct Realm: Sendable {
  package let name: String
  var members = Sessions()
  var ids: RandomIDs
  var broker = Broker()
  var dealer: Dealer
  /// Sessions that are gone and not forgotten yet, in the order they left.
  var departures = OrderedTable<SessionID, Departure>()

  /// - Parameters:
  ///   - table: who may do what, how much of it, and how strictly topics and procedures are checked.
  ///   - ids: where session and publication identifiers come from; a fixed seed makes them repeatable.
  package init(name: String, table: RoutingTable = RoutingTable(), ids: RandomIDs = RandomIDs()) {
    self.name = name
    self.ids = ids
    dealer = Dealer(table)
  }

  /// What decides about calls: to be published to the event loops when ``registerOnCallersLoop(_:)`` changed it.
  package var gate: CallGate { CallGate(dealer.table) }

  /// Lets an anonymous client in.
  ///
  /// - Parameter roles: what it announced.
  package mutating func admit(_ roles: Roles, at outlet: Outlet) -> (member: Member, identity: Identity) {
    let identity = Identity.anonymous(using: &ids)
    let member = Member(
      id: unusedSessionID(), authid: identity.authid, authrole: identity.authrole, roles: roles,
      outlet: outlet)
    join(member)
    return (member, identity)
  }

  private mutating func unusedSessionID() -> SessionID {
    var id = ids.next(SessionID.self)
    while members[id] != nil { id = ids.next() }
    return id
  }

  /// Adds a session, remote or of the router's own process.
  package mutating func join(_ member: Member) {
    members.add(member)
    dealer.join(member.id)
  }

  /// Routes a message of a session.
  package mutating func receive(_ message: Message, from session: SessionID) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard let member = members[session] else { return actions }
    switch message {
    case .call(let call): dealer.call(call, from: member, members, into: &actions)
    case .yield(let yield): dealer.yield(yield, from: .session(session), members, into: &actions)
    case .error(let error): dealer.error(error, from: .session(session), members, into: &actions)
    case .cancel(let cancel): dealer.cancel(cancel, from: session, members, into: &actions)
    case .register(let register): dealer.register(register, from: member, into: &actions)
    case .unregister(let unregister): dealer.unregister(unregister, from: session, into: &actions)
    case .publish(let publish):
      broker.publish(publish, from: member, as: ids.next(), dealer.table, members, into: &actions)
    case .subscribe(let subscribe): broker.subscribe(subscribe, from: member, dealer.table, into: &actions)
    case .unsubscribe(let unsubscribe): broker.unsubscribe(unsubscribe, from: session, into: &actions)
    default:
      actions.append(
        .abort(session, WAMPError(.protocolViolation, "\(message.code) is not for a router")))
    }
    return actions
  }

  /// The time of a call is over.
  package mutating func timedOut(_ timer: CallTimer) -> [RealmAction] {
    var actions: [RealmAction] = []
    dealer.timedOut(timer, members, into: &actions)
    return actions
  }

  /// An INVOCATION could not be sent: too much waits for its callee already, or the callee's format has no word for what
  /// it says. The callee stays, its caller gets the error.
  package mutating func undeliverable(
    _ invocation: RequestID, to callee: SessionID, because error: WAMPError = .calleeIsBehind
  ) -> [RealmAction] {
    var actions: [RealmAction] = []
    dealer.undeliverable(invocation, to: callee, because: error, into: &actions)
    return actions
  }

  /// Whether a procedure is registered, by a session or locally.
  package func hasProcedure(_ procedure: String) -> Bool { dealer.hasProcedure(procedure) }

  /// The sessions of the realm.
  package var sessions: [SessionID] { members.ids }
}
