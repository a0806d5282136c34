extension Dealer {
  mutating func unregister(
    _ unregister: Message.Unregister, from session: SessionID, into actions: inout [RealmAction]
  ) {
    guard parties[session]?.callee.registrations.remove(unregister.registration) != nil else {
      let error = WAMPError.noSuchRegistration(unregister.registration)
      actions.append(.send(error.answer(to: unregister.request, of: .unregister), to: session))
      return
    }
    detach(.session(session), from: unregister.registration)
    actions.append(.send(.unregistered(Message.Unregistered(request: unregister.request)), to: session))
  }

  mutating func unregisterLocal(_ id: RegistrationID) {
    guard parties[Callee.local.party]?.callee.registrations.remove(id) != nil else { return }
    detach(.local, from: id)
  }

  /// Ends the registration that another one is to replace, if there is one.
  ///
  /// - Throws: ``WAMPError/Code/procedureAlreadyExists`` if it is of the router's own process.
  mutating func replace(_ register: Message.Register, into actions: inout [RealmAction]) throws(WAMPError) {
    guard case .registration(let id) = table.procedures[register.procedure, register.match] else { return }
    while let callee = registrations[id]?.callees.first {
      guard case .session(let session) = callee else {
        throw WAMPError(.procedureAlreadyExists, "\(register.procedure.quoted) is the router's own")
      }
      revoke(id, from: session, reason: .reregistered, into: &actions)
    }
  }

  /// Takes a registration from a callee, which is told if it announced that it can be. Calls that it has to answer go on.
  mutating func revoke(
    _ id: RegistrationID, from session: SessionID, reason: WAMPError.Code?, into actions: inout [RealmAction]
  ) {
    detach(.session(session), from: id)
    guard parties[session]?.callee.registrations.remove(id) != nil,
      parties[session]?.abilities.contains(.takesRevocations) == true
    else { return }
    let revocation = Message.Unregistered(
      request: RequestID(0), registration: id, reason: reason?.rawValue)
    actions.append(.send(.unregistered(revocation), to: session))
  }

  /// Removes a callee from a registration, which ends with its last one.
  mutating func detach(_ callee: Callee, from id: RegistrationID) {
    guard registrations[id]?.callees.remove(callee) == true else { return }
    if case .session(let session) = callee { events.append(.unregistered(id, from: session)) }
    guard let registration = registrations[id], registration.callees.isEmpty else { return }
    registrations[id] = nil
    table.procedures.remove(registration.procedure, registration.match)
    if case .session(let session) = callee { events.append(.deleted(id, from: session)) }
  }
}
