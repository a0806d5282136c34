/// One realm of a router: its sessions, its broker and its dealer.
///
/// A value with one owner and no locks: messages in, actions out. What the protocol allows only at
/// certain times was checked by ``RouterSession`` before.
public struct Realm: Sendable {
  public let name: String
  let uriRule: URI.Rule
  private(set) var members: [SessionID: Member] = [:]
  private var ids: RandomIDs
  private var broker = Broker()
  private var dealer = Dealer()

  /// - Parameters:
  ///   - uriRule: how strictly topics and procedures are checked.
  ///   - ids: where session and publication identifiers come from; a fixed seed makes them repeatable.
  public init(name: String, uriRule: URI.Rule = .loose, ids: RandomIDs = RandomIDs()) {
    self.name = name
    self.uriRule = uriRule
    self.ids = ids
  }

  /// An identifier that no session of this realm has.
  public mutating func unusedSessionID() -> SessionID {
    var id = ids.next(SessionID.self)
    while members[id] != nil { id = ids.next() }
    return id
  }

  /// Adds a session, remote or of the router's own process.
  public mutating func join(_ member: Member) {
    members[member.id] = member
    dealer.join(member.id)
  }

  /// Removes a session with its subscriptions, registrations and calls. Calls that it was to answer
  /// fail.
  public mutating func leave(_ session: SessionID) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard members.removeValue(forKey: session) != nil else { return actions }
    broker.leave(session)
    dealer.leave(session, members: members, into: &actions)
    return actions
  }

  /// Routes a message of a session.
  public mutating func receive(_ message: Message, from session: SessionID) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard let member = members[session] else { return actions }
    switch message {
    case .call(let call): dealer.call(call, from: member, members: members, into: &actions)
    case .yield(let yield): dealer.yield(yield, from: session, members: members, into: &actions)
    case .error(let error): dealer.error(error, from: session, members: members, into: &actions)
    case .cancel(let cancel): dealer.cancel(cancel, from: session, members: members, into: &actions)
    case .register(let register):
      dealer.register(register, from: session, rule: uriRule, into: &actions)
    case .unregister(let unregister): dealer.unregister(unregister, from: session, into: &actions)
    case .publish(let publish):
      broker.publish(
        publish, from: member, as: ids.next(), rule: uriRule, members: members, into: &actions)
    case .subscribe(let subscribe):
      broker.subscribe(subscribe, from: session, rule: uriRule, into: &actions)
    case .unsubscribe(let unsubscribe): broker.unsubscribe(unsubscribe, from: session, into: &actions)
    default:
      actions.append(
        .abort(session, WAMPError(.protocolViolation, "\(message.code) is not for a router")))
    }
    return actions
  }

  /// Publishes an event of the router's own process.
  ///
  /// - Returns: the publication and the deliveries.
  public mutating func publish(
    _ topic: String, _ payload: Payload, audience: Audience = Audience()
  ) -> (publication: PublicationID, actions: [RealmAction]) {
    let publication = ids.next(PublicationID.self)
    var actions: [RealmAction] = []
    let publish = Message.Publish(
      request: RequestID(0), topic: topic, payload: payload, audience: audience)
    broker.deliver(publish, from: nil, as: publication, members: members, into: &actions)
    return (publication, actions)
  }

  /// Registers a procedure of the router's own process; also such in the name space `wamp.`.
  ///
  /// - Throws: ``WAMPError/Code/procedureAlreadyExists`` or ``WAMPError/Code/invalidURI``.
  public mutating func registerLocal(_ procedure: String) throws(WAMPError) -> RegistrationID {
    try dealer.register(procedure, callee: nil, rule: uriRule)
  }

  /// Ends a local registration. Invocations that are running may still be answered.
  public mutating func unregisterLocal(_ registration: RegistrationID) {
    dealer.unregister(registration, callee: nil)
  }

  /// Answers a local invocation; no effect if the caller is gone.
  public mutating func answer(
    _ invocation: RequestID, with payload: Payload, progress: Bool = false
  ) -> [RealmAction] {
    var actions: [RealmAction] = []
    let yield = Message.Yield(request: invocation, payload: payload, progress: progress)
    dealer.yield(yield, from: nil, members: members, into: &actions)
    return actions
  }

  /// Answers a local invocation with an error; no effect if the caller is gone.
  public mutating func fail(_ invocation: RequestID, with error: WAMPError) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard case .error(let message) = error.answer(to: invocation, of: .invocation) else { return actions }
    dealer.error(message, from: nil, members: members, into: &actions)
    return actions
  }

  /// Whether a procedure is registered, by a session or locally.
  public func hasProcedure(_ procedure: String) -> Bool { dealer.hasProcedure(procedure) }

  /// How much the realm holds for its sessions.
  package var census: Census {
    Census(
      sessions: members.count, subscriptions: broker.subscriptions.count,
      registrations: dealer.registrations.count,
      calls: dealer.peers.values.reduce(0) { $0 + $1.calls.count },
      invocations: dealer.peers.values.reduce(0) { $0 + $1.invocations.count })
  }

  /// Counts of what is kept; all are 0 when everyone has left.
  package struct Census: Sendable, Equatable {
    package var sessions: Int
    package var subscriptions: Int
    package var registrations: Int
    package var calls: Int
    package var invocations: Int
  }

  /// The sessions of the realm.
  public var sessions: some Collection<SessionID> & Sendable { members.keys.sorted() }
}
