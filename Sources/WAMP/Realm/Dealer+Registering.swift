extension Dealer {
  mutating func register(
    _ register: Message.Register, from member: Member, at time: Timestamp, into actions: inout [RealmAction]
  ) {
    let answer: Message
    do throws(WAMPError) {
      if let error = refusal(of: register, from: member) { throw error }
      if register.forceReregister { try replace(register, into: &actions) }
      let id = try attach(.session(member.id), to: register, at: time)
      answer = .registered(Message.Registered(request: register.request, registration: id))
    } catch {
      answer = error.answer(to: register.request, of: .register)
    }
    actions.append(.send(answer, to: member.id))
  }

  private func refusal(of register: Message.Register, from member: Member) -> WAMPError? {
    if register.concurrency == 0 {
      return WAMPError(.invalidArgument, "a callee with a concurrency of 0 would never be called")
    }
    if let error = table.refusal(ofRegistering: register.procedure, register.match, by: member.authrole) {
      return error
    }
    let limit = table.limits.registrations
    guard let own = parties[member.id]?.callee.registrations.count, own < limit else {
      return WAMPError(.unavailable, "the session has \(limit) registrations already")
    }
    return nil
  }

  mutating func registerLocal(_ procedure: String, at time: Timestamp) throws(WAMPError) -> RegistrationID {
    if let error = table.refusal(ofProcedure: procedure, .exact) { throw error }
    let register = Message.Register(request: RequestID(0), procedure: procedure)
    return try attach(.local, to: register, at: time)
  }

  /// Leads a procedure to the caller's own event loop.
  ///
  /// - Returns: the number of the responder there.
  mutating func registerOnCallersLoop(_ procedure: String) throws(WAMPError) -> Int {
    if let error = table.refusal(ofProcedure: procedure, .exact) { throw error }
    guard try known(procedure, .exact) == nil else {
      throw WAMPError(.procedureAlreadyExists, "\(procedure.quoted) is registered already")
    }
    defer { responderCount += 1 }
    table.procedures.insert(.callersLoop(responder: responderCount), for: procedure, .exact)
    return responderCount
  }

  /// Ends what ``registerOnCallersLoop(_:)`` began. The number of its responder is never given again: loops that hear of
  /// this later still lead calls there.
  mutating func unregisterOnCallersLoop(_ procedure: String) {
    guard case .callersLoop = table.procedures[procedure, .exact] else { return }
    table.procedures.remove(procedure, .exact)
  }

  /// Adds a callee to the registration of what it registers, or makes one.
  private mutating func attach(
    _ callee: Callee, to register: Message.Register, at time: Timestamp
  ) throws(WAMPError) -> RegistrationID {
    let id: RegistrationID
    if let known = try known(register.procedure, register.match) {
      if let error = registrations[known]?.refusal(of: callee, register, table.limits) {
        throw error
      }
      id = known
      registrations[id]?.callees.add(Attachment(callee, register))
    } else {
      id = ids.next()
      let registration = Registration(
        id: id, procedure: register.procedure, match: register.match, invoke: register.invoke, created: time,
        callees: CalleeList(Attachment(callee, register)))
      registrations[id] = registration
      table.procedures.insert(.registration(id), for: register.procedure, register.match)
      if case .session(let session) = callee { events.append(.created(registration, by: session)) }
    }
    if case .session(let session) = callee { events.append(.registered(id, by: session)) }
    parties[callee.party]?.callee.registrations.insert((), for: id)
    return id
  }

  /// The registration of a pattern; `nil` if there is none, or none whose callee is still here: what is left of those
  /// that are gone is worked off later.
  ///
  /// - Throws: ``WAMPError/Code/procedureAlreadyExists`` if the name belongs to the router's own process for good.
  private mutating func known(_ procedure: String, _ match: MatchPolicy) throws(WAMPError) -> RegistrationID?
  {
    switch table.procedures[procedure, match] {
    case nil: return nil
    case .callersLoop, .realm:
      throw WAMPError(.procedureAlreadyExists, "\(procedure.quoted) is registered already")
    case .registration(let id):
      while let callee = registrations[id]?.callees.first {
        if isHere(callee) { return id }
        detach(callee, from: id)
      }
      return nil
    }
  }

  /// Whether a callee has not left.
  func isHere(_ callee: Callee) -> Bool { parties.contains(callee.party) }

  func hasProcedure(_ procedure: String) -> Bool {
    switch table.procedures[procedure, .exact] {
    case nil: false
    case .callersLoop, .realm: true
    case .registration(let id): registration(id) != nil
    }
  }
}
