extension Realm {
  /// Publishes an event of the router's own process.
  ///
  /// - Returns: the publication and the deliveries.
  package mutating func publish(
    _ topic: String, _ payload: Payload, audience: Audience = Audience()
  ) -> (publication: PublicationID, actions: [RealmAction]) {
    var publish = Message.Publish(
      request: RequestID(0), topic: topic, payload: payload, audience: audience)
    let publication = ids.next(PublicationID.self)
    var actions: [RealmAction] = []
    broker.keep(&publish, from: nil, as: publication, at: clock, into: &actions)
    broker.deliver(publish, from: nil, as: publication, members, into: &actions)
    return (publication, actions)
  }

  /// Publishes an event of the router's own process that its topic keeps for who subscribes later.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if the topics keep too much already; nobody gets the event then.
  package mutating func publishRetained(
    _ topic: String, _ payload: Payload
  ) throws(WAMPError) -> (publication: PublicationID, actions: [RealmAction]) {
    var publish = Message.Publish(request: RequestID(0), topic: topic, payload: payload, retain: true)
    let publication = ids.next(PublicationID.self)
    var actions: [RealmAction] = []
    try broker.retained.retain(publish, from: nil, as: publication, dealer.table.limits)
    broker.keep(&publish, from: nil, as: publication, at: clock, into: &actions)
    broker.deliver(publish, from: nil, as: publication, members, into: &actions)
    return (publication, actions)
  }

  /// What the events of a topic are that the router's own process publishes to; `nil` once it does no more, or if that is not
  /// known.
  package mutating func tell(of topic: String, as interface: DescribedInterface?) {
    interfaces.publish(topic, as: interface)
  }

  /// Registers a procedure of the router's own process; also such in the name space `wamp.`.
  ///
  /// - Parameter interface: what it takes and answers, if that is known.
  /// - Throws: ``WAMPError/Code/procedureAlreadyExists`` or ``WAMPError/Code/invalidURI``.
  package mutating func registerLocal(
    _ procedure: String, as interface: RegisteredInterface? = nil
  ) throws(WAMPError) -> RegistrationID {
    let id = try dealer.registerLocal(procedure, at: clock())
    interfaces.register(procedure, as: interface)
    return id
  }

  /// Registers a procedure that is answered on the caller's own event loop: ``gate`` tells the loops of it.
  ///
  /// - Parameter interface: what it takes and answers, if that is known.
  /// - Returns: the number of its responder; they are counted from 0.
  /// - Throws: as ``registerLocal(_:as:)``.
  package mutating func registerOnCallersLoop(
    _ procedure: String, as interface: RegisteredInterface? = nil
  ) throws(WAMPError) -> Int {
    let responder = try dealer.registerOnCallersLoop(procedure)
    interfaces.register(procedure, as: interface)
    return responder
  }

  /// Ends the registration of a procedure that is answered on the caller's own event loop.
  package mutating func unregisterOnCallersLoop(_ procedure: String) {
    dealer.unregisterOnCallersLoop(procedure)
    interfaces.unregister(procedure)
  }

  /// Ends a local registration. Invocations that are running may still be answered.
  package mutating func unregisterLocal(_ registration: RegistrationID) {
    if let procedure = dealer.registrations[registration]?.procedure { interfaces.unregister(procedure) }
    dealer.unregisterLocal(registration)
  }

  /// Answers a local invocation; no effect if the caller is gone.
  package mutating func answer(
    _ invocation: RequestID, with payload: Payload, progress: Bool = false
  ) -> [RealmAction] {
    var actions: [RealmAction] = []
    let yield = Message.Yield(request: invocation, payload: payload, progress: progress)
    dealer.yield(yield, from: .local, members, into: &actions)
    return actions
  }

  /// Answers a local invocation with an error; no effect if the caller is gone.
  package mutating func fail(_ invocation: RequestID, with error: WAMPError) -> [RealmAction] {
    var actions: [RealmAction] = []
    guard case .error(let message) = error.answer(to: invocation, of: .invocation) else { return actions }
    dealer.error(message, from: .local, members, into: &actions)
    return actions
  }
}
