extension Dealer {
  /// - Returns: the number of the meta procedure, if the call is of one: the realm answers it.
  mutating func call(
    _ call: Message.Call, from caller: Member, _ sessions: Sessions, into actions: inout [RealmAction]
  ) -> Int? {
    switch parties.update(caller.id, { $0.begin(call.request, hasMore: call.progress) }) {
    case nil, .late: break
    case .new(let pending): return route(call, from: caller, pending, sessions, into: &actions)
    case .part(let invocation): pass(call, as: invocation, from: caller.id, sessions, into: &actions)
    case .violation(let message):
      actions.append(.abort(caller.id, WAMPError(.protocolViolation, message)))
    }
    return nil
  }

  private mutating func route(
    _ call: Message.Call, from caller: Member, _ pending: Int, _ sessions: Sessions,
    into actions: inout [RealmAction]
  ) -> Int? {
    do throws(WAMPError) {
      let isAuthorized = table.permissions.authorizer(of: caller.authrole) != nil
      let verdict = gate.verdict(
        on: call.procedure.utf8.span, from: caller.authrole, pending: pending, isAuthorized: isAuthorized)
      switch verdict {
      case .answerHere:
        if call.progress { throw .partsNotTaken }
        actions.append(.answerOnCallersLoop(call, to: caller.id))
      case .answerInRealm(let procedure):
        if call.progress { throw .partsNotTaken }
        let check = table.check(of: call.procedure.utf8.span)
        try inspection.pass(call.payload, check?.request, from: caller.id, into: &actions)
        return procedure
      case .refuse(let refusal): throw gate.error(refusal, of: call.procedure)
      case .invoke(let id):
        let check = table.check(of: call.procedure.utf8.span)
        try inspection.pass(call.payload, check?.request, from: caller.id, into: &actions)
        var attachment = try callee(for: call, id)
        while try !invoke(call, check, from: caller, id, of: attachment, sessions, into: &actions) {
          // What is left of a callee that is gone is worked off later.
          detach(attachment.callee, from: id)
          attachment = try callee(for: call, id)
        }
      }
    } catch {
      actions.append(.send(error.answer(to: call.request, of: .call), to: caller.id))
    }
    return nil
  }

  /// Made anew for each question: one that is kept would have the whole table copied when that changes.
  private var gate: CallGate { CallGate(table) }

  /// The callee whose turn it is.
  private mutating func callee(
    for call: Message.Call, _ id: RegistrationID
  ) throws(WAMPError) -> Attachment {
    var dice = random
    defer { random = dice }
    guard let next = registrations.update(id, { $0.next(using: &dice) }) else {
      throw gate.error(.noSuchProcedure, of: call.procedure)
    }
    if let next { return next }
    throw WAMPError(
      .noAvailableCallee, "every callee of \(call.procedure.quoted) has as many calls as it takes")
  }

  /// Passes a call to a callee.
  ///
  /// - Returns: false if the callee has left.
  private mutating func invoke(
    _ call: Message.Call, _ check: CheckedProcedure?, from caller: Member, _ id: RegistrationID,
    of attachment: Attachment, _ sessions: Sessions, into actions: inout [RealmAction]
  ) throws(WAMPError) -> Bool {
    let callee = attachment.callee
    let payload = try self.payload(of: call, for: callee, sessions)
    let limit = table.limits.pendingInvocations
    let begun = try parties.update(callee.party) { (party) throws(WAMPError) in
      try party.answer(call, from: caller.id, limit: limit)
    }
    guard let (request, abilities) = begun else { return false }
    let isTimedByCallee = attachment.watchesTime || abilities.contains(.watchesTime)
    var pending = Pending(callee: callee, invocation: request, registration: id)
    if case .passthru(let payload) = call.payload { pending.style = payload.style }
    pending.check = check
    pending.receivesProgress = call.receiveProgress && abilities.contains(.answersInParts)
    pending.hasParts = call.progress
    if attachment.concurrency != nil { pending.attachment = attachment.number }
    pending.timeout = isTimedByCallee || call.timeout == 0 ? nil : call.timeout
    parties.update(caller.id) { $0.wait(for: pending, call.request) }
    if let number = pending.attachment { registrations[id]?.callees.began(number) }
    switch callee {
    case .local: actions.append(.invokeLocal(LocalInvocation(pending, call, from: caller)))
    case .session(let session):
      var invocation = Message.Invocation(
        request: request, registration: id, payload: payload, progress: call.progress,
        receiveProgress: pending.receivesProgress, trace: call.trace)
      if attachment.isOfPattern { invocation.procedure = call.procedure }
      if isTimedByCallee { invocation.timeout = call.timeout }
      if attachment.wantsCaller || gate.discloses(call, from: caller.authrole) { invocation.disclose(caller) }
      if abilities.contains(.readsTrustLevels) { invocation.trustLevel = caller.trustLevel }
      if call.progress {
        // Each part has a payload of its own: only the rest is kept.
        var open = invocation
        open.payload = .none
        parties[caller.id]?.keepOpen(call.request, open)
      }
      actions.append(.send(.invocation(invocation), to: session))
    }
    startTimer(of: pending, call.request, from: caller.id, into: &actions)
    return true
  }

  /// - Throws: ``WAMPError/Code/featureNotSupported`` if the callee cannot take the payload in any form.
  func payload(
    of call: Message.Call, for callee: Callee, _ sessions: Sessions
  ) throws(WAMPError) -> Payload {
    guard case .passthru = call.payload, case .session(let session) = callee else { return call.payload }
    let roles = sessions[session]?.roles ?? Roles()
    if let payload = call.payload.adapted(to: roles, as: .callee) { return payload }
    throw WAMPError(.featureNotSupported, "the callee does not take passthru payloads")
  }

  func startTimer(
    of call: Pending, _ request: RequestID, from caller: SessionID, into actions: inout [RealmAction]
  ) {
    guard let timeout = call.timeout else { return }
    let timer = CallTimer(caller: caller, request: request)
    actions.append(.startTimer(timer, after: .milliseconds(Int64(min(timeout, CallTimer.longest)))))
  }
}

extension Party {
  /// Begins to answer a call.
  fileprivate mutating func answer(
    _ call: Message.Call, from caller: SessionID, limit: Int
  ) throws(WAMPError) -> (request: RequestID, abilities: Abilities) {
    if call.progress, !abilities.contains(.takesParts) { throw .partsNotTaken }
    let invocation = Dealer.Invocation(caller: caller, request: call.request)
    guard let request = callee.begin(invocation, limit: limit) else {
      throw WAMPError(.unavailable, "the callee has not answered \(limit) calls yet")
    }
    return (request, abilities)
  }
}

extension Message.Invocation {
  fileprivate mutating func disclose(_ member: Member) {
    caller = member.id
    callerAuthID = member.authid
    callerAuthRole = member.authrole
  }
}

extension LocalInvocation {
  fileprivate init(_ pending: Dealer.Pending, _ call: Message.Call, from caller: Member) {
    self.init(
      id: pending.invocation, registration: pending.registration, procedure: call.procedure,
      payload: call.payload, caller: Caller(caller), receiveProgress: pending.receivesProgress,
      trace: call.trace)
  }
}

extension CallTimer {
  /// In milliseconds: a year, which clocks of all kinds can add to the present.
  fileprivate static let longest: UInt64 = 365 * 86_400_000
}

extension WAMPError {
  fileprivate static var partsNotTaken: WAMPError {
    WAMPError(.featureNotSupported, "the callee does not take calls in parts")
  }
}
