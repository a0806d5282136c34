extension Dealer {
  /// - Returns: the number of the meta procedure, if the call is of one: the realm answers it.
  mutating func call(
    _ call: Message.Call, from caller: Member, _ sessions: Sessions, into actions: inout [RealmAction]
  ) -> Int? {
    guard callers[caller.id]?[call.request] == nil else {
      let message = "CALL \(call.request) has not been answered yet"
      actions.append(.abort(caller.id, WAMPError(.protocolViolation, message)))
      return nil
    }
    let gate = CallGate(table)
    let pending = callers[caller.id]?.count ?? 0
    switch gate.verdict(on: call.procedure.utf8.span, from: caller.authrole, pending: pending) {
    case .answerHere: actions.append(.answerOnCallersLoop(call, to: caller.id))
    case .answerInRealm(let procedure): return procedure
    case .refuse(let refusal):
      refuse(call, from: caller, gate.error(refusal, of: call.procedure), into: &actions)
    case .invoke(let id):
      guard let registration = registration(id) else {
        let error = gate.error(.noSuchProcedure, of: call.procedure)
        refuse(call, from: caller, error, into: &actions)
        return nil
      }
      invoke(call, from: caller, registration, gate, sessions, into: &actions)
    }
    return nil
  }

  private mutating func invoke(
    _ call: Message.Call, from caller: Member, _ registration: Registration, _ gate: CallGate,
    _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    switch registration.callee {
    case .local:
      guard let id = begin(call, from: caller.id, .local, progress: call.receiveProgress, timed: true) else {
        return
      }
      actions.append(
        .invokeLocal(
          LocalInvocation(
            id: id, registration: registration.id, procedure: call.procedure, payload: call.payload,
            caller: caller.id, receiveProgress: call.receiveProgress)))
      startTimer(of: call, from: caller.id, into: &actions)
    case .session(let callee):
      invoke(call, from: caller, registration.id, of: callee, gate, sessions, into: &actions)
    }
  }

  private mutating func invoke(
    _ call: Message.Call, from caller: Member, _ registration: RegistrationID, of callee: SessionID,
    _ gate: CallGate, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    let roles = sessions[callee]?.roles ?? Roles()
    let running = callees[.session(callee)]?.invocations.count ?? 0
    guard running < table.limits.pendingInvocations else {
      let message = "the callee has not answered \(running) calls yet"
      return refuse(call, from: caller, WAMPError(.unavailable, message), into: &actions)
    }
    guard let payload = call.payload.adapted(to: roles, as: .callee) else {
      let error = WAMPError(.featureNotSupported, "the callee does not take passthru payloads")
      return refuse(call, from: caller, error, into: &actions)
    }
    let progress = call.receiveProgress && roles.supports(.progressiveCallResults, as: .callee)
    // A callee that watches the time itself is trusted to.
    let isTimedByCallee = roles.supports(.callTimeout, as: .callee)
    guard
      let request = begin(
        call, from: caller.id, .session(callee), progress: progress, timed: !isTimedByCallee)
    else { return }
    var invocation = Message.Invocation(
      request: request, registration: registration, payload: payload, receiveProgress: progress)
    if isTimedByCallee { invocation.timeout = call.timeout }
    if gate.discloses(call) {
      invocation.caller = caller.id
      invocation.callerAuthID = caller.authid
      invocation.callerAuthRole = caller.authrole
    }
    actions.append(.send(.invocation(invocation), to: callee))
    startTimer(of: call, from: caller.id, into: &actions)
  }

  private func refuse(
    _ call: Message.Call, from caller: Member, _ error: WAMPError, into actions: inout [RealmAction]
  ) {
    actions.append(.send(error.answer(to: call.request, of: .call), to: caller.id))
  }

  /// Notes the call on both sides and gives the invocation its number.
  private mutating func begin(
    _ call: Message.Call, from caller: SessionID, _ callee: Callee, progress: Bool, timed: Bool
  ) -> RequestID? {
    guard let request = callees[callee]?.requests.next() else { return nil }
    var style: PassthruPayload.Style?
    if case .passthru(let payload) = call.payload { style = payload.style }
    callees[callee]?.invocations.insert(Invocation(caller: caller, request: call.request), for: request)
    let pending = Pending(
      callee: callee, invocation: request, style: style, receivesProgress: progress,
      isTimed: timed && (call.timeout ?? 0) > 0)
    callers[caller]?.insert(pending, for: call.request)
    return request
  }

  private func startTimer(
    of call: Message.Call, from caller: SessionID, into actions: inout [RealmAction]
  ) {
    guard callers[caller]?[call.request]?.isTimed == true, let timeout = call.timeout else { return }
    let timer = CallTimer(caller: caller, request: call.request)
    actions.append(.startTimer(timer, after: .milliseconds(Int64(min(timeout, CallTimer.longest)))))
  }

  /// Forgets a call that has got its last answer.
  mutating func end(
    _ request: RequestID, of caller: SessionID, into actions: inout [RealmAction]
  ) {
    guard let call = callers[caller]?.remove(request) else { return }
    callees[call.callee]?.invocations.remove(call.invocation)
    if call.isTimed { actions.append(.stopTimer(CallTimer(caller: caller, request: request))) }
  }
}

extension CallTimer {
  /// In milliseconds: a year, which clocks of all kinds can add to the present.
  fileprivate static let longest: UInt64 = 365 * 86_400_000
}
