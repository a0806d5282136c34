/// The registrations of a realm and the calls that wait for an answer.
///
/// Procedures of the router's own process have no session; they are kept under `nil`.
struct Dealer: Sendable {
  struct Registration: Sendable {
    let id: RegistrationID
    let procedure: String
    let callee: SessionID?
  }

  /// What is known of a session as a caller and as a callee.
  struct Peer: Sendable {
    var registrations: Set<RegistrationID> = []
    /// Running invocations of this callee.
    var invocations: [RequestID: Invocation] = [:]
    /// Calls of this caller that wait for an answer.
    var calls: [RequestID: Pending] = [:]
    var requests = SequentialIDs<RequestID>()
  }

  struct Invocation: Sendable {
    var caller: SessionID
    var request: RequestID
  }

  struct Pending: Sendable {
    var callee: SessionID?
    var invocation: RequestID
    /// How the caller sent its payload: a form it can surely receive.
    var style: PassthruPayload.Style?
    /// Whether the caller takes more than one result.
    var receivesProgress: Bool
  }

  var registrations: [RegistrationID: Registration] = [:]
  var byProcedure: [String: RegistrationID] = [:]
  var peers: [SessionID?: Peer] = [nil: Peer()]
  private var ids = SequentialIDs<RegistrationID>()

  func hasProcedure(_ procedure: String) -> Bool { byProcedure[procedure] != nil }

  mutating func join(_ session: SessionID) { peers[session] = Peer() }

  mutating func register(
    _ register: Message.Register, from session: SessionID, rule: URI.Rule,
    into actions: inout [RealmAction]
  ) {
    do throws(WAMPError) {
      guard register.match == .exact else {
        throw WAMPError(.featureNotSupported, "registrations match exactly, not by \(register.match)")
      }
      guard register.invoke == .single else {
        throw WAMPError(.featureNotSupported, "a procedure has a single callee, not \(register.invoke)")
      }
      guard !URI.isReserved(register.procedure) else {
        throw WAMPError(
          .invalidURI, "\"\(register.procedure)\": procedures under wamp. belong to the router")
      }
      let id = try self.register(register.procedure, callee: session, rule: rule)
      actions.append(
        .send(.registered(Message.Registered(request: register.request, registration: id)), to: session))
    } catch {
      actions.append(.send(error.answer(to: register.request, of: .register), to: session))
    }
  }

  mutating func register(
    _ procedure: String, callee: SessionID?, rule: URI.Rule
  ) throws(WAMPError) -> RegistrationID {
    guard URI.isValid(procedure, rule: rule) else {
      throw WAMPError(.invalidURI, "\"\(procedure)\" is not a procedure")
    }
    guard byProcedure[procedure] == nil else {
      throw WAMPError(.procedureAlreadyExists, "\"\(procedure)\" is registered already")
    }
    let id = ids.next()
    registrations[id] = Registration(id: id, procedure: procedure, callee: callee)
    byProcedure[procedure] = id
    peers[callee]?.registrations.insert(id)
    return id
  }

  mutating func unregister(
    _ unregister: Message.Unregister, from session: SessionID, into actions: inout [RealmAction]
  ) {
    guard peers[session]?.registrations.contains(unregister.registration) == true else {
      let error = WAMPError(.noSuchRegistration, "no registration \(unregister.registration)")
      actions.append(.send(error.answer(to: unregister.request, of: .unregister), to: session))
      return
    }
    self.unregister(unregister.registration, callee: session)
    actions.append(.send(.unregistered(Message.Unregistered(request: unregister.request)), to: session))
  }

  mutating func unregister(_ id: RegistrationID, callee: SessionID?) {
    guard let registration = registrations[id], registration.callee == callee else { return }
    registrations[id] = nil
    byProcedure[registration.procedure] = nil
    peers[callee]?.registrations.remove(id)
  }

  /// Forgets a session: its callers get errors, its callees are interrupted.
  mutating func leave(
    _ session: SessionID, members: [SessionID: Member], into actions: inout [RealmAction]
  ) {
    guard let peer = peers.removeValue(forKey: session) else { return }
    for id in peer.registrations {
      guard let registration = registrations.removeValue(forKey: id) else { continue }
      byProcedure[registration.procedure] = nil
    }
    for (_, invocation) in peer.invocations.sorted(by: { $0.key < $1.key }) {
      guard peers[invocation.caller]?.calls.removeValue(forKey: invocation.request) != nil else { continue }
      let error = WAMPError(.canceled, "the callee left before it answered")
      actions.append(.send(error.answer(to: invocation.request, of: .call), to: invocation.caller))
    }
    for (_, call) in peer.calls.sorted(by: { $0.key < $1.key }) {
      guard peers[call.callee]?.invocations.removeValue(forKey: call.invocation) != nil else { continue }
      interrupt(
        call, mode: .killNoWait, reason: "the caller left", members: members, into: &actions)
    }
  }

  /// Tells the callee of a call to stop, if it can be told.
  func interrupt(
    _ call: Pending, mode: CancelMode, reason: String, members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard let callee = call.callee else {
      actions.append(.interruptLocal(call.invocation))
      return
    }
    guard members[callee]?.roles.supports(.callCanceling, as: .callee) == true else { return }
    let message = Message.Interrupt(request: call.invocation, mode: mode, reason: reason)
    actions.append(.send(.interrupt(message), to: callee))
  }
}
