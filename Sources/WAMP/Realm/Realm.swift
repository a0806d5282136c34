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
  var departures = OrderedTable<Departure.Number, Departure>()
  var departureCount: UInt64 = 0
  /// What sessions want to have published when they are gone.
  var testaments = GradualTable<SessionID, Testaments>()
  /// Sessions whose turn to be ended has not come.
  var killings: [Killing] = []
  var inquiries = Inquiries()
  /// What the realm can tell of its procedures and topics.
  package internal(set) var interfaces: RealmInterfaces
  /// Whether more may be held for authorizers; up to the owner, which knows what else is held.
  package var mayHold = true
  let clock: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - table: who may do what, how much of it, and how strictly topics and procedures are checked.
  ///   - interfaces: what it can tell of its inventory.
  ///   - ids: where session and publication identifiers come from; a fixed seed makes them repeatable.
  ///   - clock: what time it is; the meta API tells when subscriptions and registrations were made.
  package init(
    name: String, table: RoutingTable = RoutingTable(), interfaces: RealmInterfaces = RealmInterfaces(),
    ids: RandomIDs = RandomIDs(),
    clock: @escaping @Sendable () -> Timestamp = { Timestamp(milliseconds: 0) }
  ) {
    self.name = name
    self.interfaces = interfaces
    self.ids = ids
    self.clock = clock
    dealer = Dealer(table, random: ids)
  }

  /// What decides about calls: to be published to the event loops when ``registerOnCallersLoop(_:)`` changed it.
  package var gate: CallGate { CallGate(dealer.table) }

  /// Who decides about a role's requests; `nil` if permissions do.
  package func authorizer(of role: String?) -> Permissions.Authorizer? {
    dealer.table.permissions.authorizer(of: role)
  }

  /// Lets a client in.
  ///
  /// - Parameters:
  ///   - roles: what it announced.
  ///   - identity: who it is; `nil` is anonymous.
  ///   - id: the session that it was told it will have. One that is taken meanwhile gets another.
  ///   - transport: how it is connected, for the session meta API.
  /// - Returns: with the new member what its joining means for others.
  package mutating func admit(
    _ roles: Roles, as identity: Identity? = nil, session id: SessionID? = nil, at outlet: Outlet,
    over transport: SessionTransport? = nil
  ) -> (member: Member, identity: Identity, actions: [RealmAction]) {
    let identity = identity ?? Identity.anonymous(using: &ids)
    let free = id.flatMap { members[$0] == nil ? $0 : nil }
    let member = Member(
      id: free ?? unusedSessionID(), authid: identity.authid, authrole: identity.authrole, roles: roles,
      outlet: outlet)
    let details = SessionDetails(
      authmethod: identity.authmethod, authprovider: identity.authprovider, transport: transport)
    return (member, identity, join(member, details))
  }

  private mutating func unusedSessionID() -> SessionID {
    var id = ids.next(SessionID.self)
    while members[id] != nil { id = ids.next() }
    return id
  }

  /// Adds a session, remote or of the router's own process.
  ///
  /// - Returns: what it means for others.
  @discardableResult
  package mutating func join(
    _ member: Member, _ details: SessionDetails = SessionDetails()
  ) -> [RealmAction] {
    var member = member
    member.trustLevel = member.authrole.flatMap { dealer.table.trustLevels[$0] }
    members.add(member, details)
    dealer.join(member)
    var actions: [RealmAction] = []
    announce(.joined(member, details), into: &actions)
    return actions
  }

  /// Routes a message of a session, or has an authorizer asked about it first.
  package mutating func receive(_ message: Message, from session: SessionID) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard let member = members[session] else { return actions }
    if authorizer(of: member.authrole) != nil, hold(message, of: member, into: &actions) { return actions }
    route(message, from: member, into: &actions)
    return actions
  }

  mutating func route(_ message: Message, from member: Member, into actions: inout [RealmAction]) {
    let session = member.id
    switch message {
    case .call(let call):
      if let procedure = dealer.call(call, from: member, members, into: &actions) {
        answer(call, from: member, procedure, into: &actions)
      } else {
        holdReading(call, from: session, &actions)
      }
    case .yield(let yield): dealer.yield(yield, from: .session(session), members, into: &actions)
    case .error(let error) where error.requestType == .call:
      dealer.refuse(error, from: session, into: &actions)
    case .error(let error): dealer.error(error, from: .session(session), members, into: &actions)
    case .cancel(let cancel): dealer.cancel(cancel, from: session, into: &actions)
    case .register(let register):
      dealer.register(register, from: member, at: clock(), into: &actions)
      announce(into: &actions)
    case .unregister(let unregister):
      dealer.unregister(unregister, from: session, into: &actions)
      announce(into: &actions)
    case .publish(let publish):
      broker.publish(publish, from: member, as: ids.next(), dealer.table, members, at: clock, into: &actions)
    case .subscribe(let subscribe):
      broker.subscribe(subscribe, from: member, dealer.table, at: clock, into: &actions)
      announce(into: &actions)
    case .unsubscribe(let unsubscribe):
      broker.unsubscribe(unsubscribe, from: session, into: &actions)
      announce(into: &actions)
    default:
      actions.append(
        .abort(session, WAMPError(.protocolViolation, "\(message.code) is not for a router")))
    }
  }

  /// The time of a call is over.
  package mutating func timedOut(_ timer: CallTimer) -> [RealmAction] {
    var actions: [RealmAction] = []
    dealer.timedOut(timer, into: &actions)
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
