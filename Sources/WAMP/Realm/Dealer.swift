/// The registrations of a realm and the calls that wait for an answer.
struct Dealer: Sendable {
  /// Who answers the calls of a registration.
  enum Callee: Sendable, Hashable {
    case session(SessionID)
    /// The router's own process.
    case local
  }

  struct Registration: Sendable {
    let id: RegistrationID
    let procedure: String
    let callee: Callee
  }

  /// What is known of who answers calls.
  struct CalleeState: Sendable {
    var registrations = OrderedTable<RegistrationID, Void>()
    /// Invocations that wait for an answer.
    var invocations = OrderedTable<RequestID, Invocation>()
    var requests = SequentialIDs<RequestID>()
  }

  struct Invocation: Sendable {
    var caller: SessionID
    var request: RequestID
  }

  /// A call that waits for an answer.
  struct Pending: Sendable {
    var callee: Callee
    var invocation: RequestID
    /// How the caller sent its payload: a form it can surely receive.
    var style: PassthruPayload.Style?
    /// Whether the caller takes more than one result.
    var receivesProgress: Bool
    var isTimed: Bool
  }

  private(set) var table: RoutingTable
  private var registrations = GradualTable<RegistrationID, Registration>()
  var callees = GradualTable<Callee, CalleeState>()
  var callers = GradualTable<SessionID, OrderedTable<RequestID, Pending>>()
  private var ids = SequentialIDs<RegistrationID>()
  private var responderCount = 0
  /// What happened to registrations and was not announced yet.
  var events: [MetaEvent] = []

  init(_ table: RoutingTable) {
    self.table = table
    self.table.addMetaProcedures()
    callees[.local] = CalleeState()
  }

  var registrationCount: Int { registrations.count }

  func hasProcedure(_ procedure: String) -> Bool {
    switch table.procedures[procedure, .exact] {
    case nil: false
    case .callersLoop, .realm: true
    case .registration(let id): registration(id) != nil
    }
  }

  /// A registration, unless its callee is gone: what is left of it is worked off later.
  func registration(_ id: RegistrationID) -> Registration? {
    guard let registration = registrations[id], callees[registration.callee] != nil else { return nil }
    return registration
  }

  mutating func takeEvents() -> [MetaEvent] {
    defer { events = [] }
    return events
  }

  mutating func join(_ session: SessionID) {
    callees[.session(session)] = CalleeState()
    callers[session] = OrderedTable()
  }

  mutating func register(
    _ register: Message.Register, from member: Member, into actions: inout [RealmAction]
  ) {
    let answer: Message
    do throws(WAMPError) {
      guard register.match == .exact else {
        throw WAMPError(.featureNotSupported, "registrations match exactly, not by \(register.match)")
      }
      guard register.invoke == .single else {
        throw WAMPError(.featureNotSupported, "a procedure has a single callee, not \(register.invoke)")
      }
      if let error = table.refusal(ofRegistering: register.procedure, by: member.authrole) { throw error }
      let limit = table.limits.registrations
      guard callees[.session(member.id)].map({ $0.registrations.count < limit }) == true else {
        throw WAMPError(.unavailable, "the session has \(limit) registrations already")
      }
      let id = try add(register.procedure, callee: .session(member.id))
      answer = .registered(Message.Registered(request: register.request, registration: id))
    } catch {
      answer = error.answer(to: register.request, of: .register)
    }
    actions.append(.send(answer, to: member.id))
  }

  mutating func registerLocal(_ procedure: String) throws(WAMPError) -> RegistrationID {
    if let error = table.refusal(ofProcedure: procedure) { throw error }
    return try add(procedure, callee: .local)
  }

  /// Leads a procedure to the caller's own event loop.
  ///
  /// - Returns: the number of the responder there.
  mutating func registerOnCallersLoop(_ procedure: String) throws(WAMPError) -> Int {
    if let error = table.refusal(ofProcedure: procedure) { throw error }
    try claim(procedure)
    defer { responderCount += 1 }
    table.procedures.insert(.callersLoop(responder: responderCount), for: procedure, .exact)
    return responderCount
  }

  private mutating func add(_ procedure: String, callee: Callee) throws(WAMPError) -> RegistrationID {
    try claim(procedure)
    let id = ids.next()
    registrations[id] = Registration(id: id, procedure: procedure, callee: callee)
    table.procedures.insert(.registration(id), for: procedure, .exact)
    callees[callee]?.registrations.insert((), for: id)
    return id
  }

  /// Makes sure that a name is free; that of a callee which is gone is.
  private mutating func claim(_ procedure: String) throws(WAMPError) {
    guard !hasProcedure(procedure) else {
      throw WAMPError(.procedureAlreadyExists, "\(procedure.quoted) is registered already")
    }
    if case .registration(let id) = table.procedures[procedure, .exact] { remove(id) }
  }

  mutating func unregister(
    _ unregister: Message.Unregister, from session: SessionID, into actions: inout [RealmAction]
  ) {
    guard callees[.session(session)]?.registrations.remove(unregister.registration) != nil else {
      let error = WAMPError(.noSuchRegistration, "no registration \(unregister.registration)")
      actions.append(.send(error.answer(to: unregister.request, of: .unregister), to: session))
      return
    }
    remove(unregister.registration)
    actions.append(.send(.unregistered(Message.Unregistered(request: unregister.request)), to: session))
  }

  mutating func unregisterLocal(_ id: RegistrationID) {
    guard callees[.local]?.registrations.remove(id) != nil else { return }
    remove(id)
  }

  mutating func remove(_ id: RegistrationID) {
    guard let registration = registrations.removeValue(forKey: id) else { return }
    table.procedures.remove(registration.procedure, .exact)
  }
}
