extension Dealer {
  /// Cancels a call. Without effect if it was answered meanwhile.
  mutating func cancel(
    _ cancel: Message.Cancel, from caller: SessionID, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    guard let call = callers[caller]?[cancel.request] else { return }
    // Autobahn says no mode and expects an interrupt.
    let mode = cancel.mode ?? .killNoWait
    let isTold = mode != .skip && interrupt(call, mode, sessions, into: &actions)
    // The callee's own answer ends a killed call, if there will be one.
    if mode == .kill && isTold { return }
    end(cancel.request, of: caller, into: &actions)
    let error = WAMPError(.canceled, "the call was cancelled")
    actions.append(.send(error.answer(to: cancel.request, of: .call), to: caller))
  }

  /// The time of a call is over.
  mutating func timedOut(_ timer: CallTimer, _ sessions: Sessions, into actions: inout [RealmAction]) {
    guard let call = callers[timer.caller]?[timer.request], call.isTimed else { return }
    end(timer.request, of: timer.caller, into: &actions)
    _ = interrupt(call, .killNoWait, sessions, into: &actions)
    let error = WAMPError(.timeout, "the callee did not answer in time")
    actions.append(.send(error.answer(to: timer.request, of: .call), to: timer.caller))
  }

  /// An INVOCATION could not be sent.
  mutating func undeliverable(
    _ request: RequestID, to callee: SessionID, because error: WAMPError, into actions: inout [RealmAction]
  ) {
    guard let invocation = callees[.session(callee)]?.invocations[request] else { return }
    end(invocation.request, of: invocation.caller, into: &actions)
    actions.append(.send(error.answer(to: invocation.request, of: .call), to: invocation.caller))
  }

  /// What a session leaves behind; each of it is to be ended by the functions below.
  mutating func leave(_ session: SessionID) -> (CalleeState, OrderedTable<RequestID, Pending>) {
    (
      callees.removeValue(forKey: .session(session)) ?? CalleeState(),
      callers.removeValue(forKey: session) ?? OrderedTable()
    )
  }

  /// Answers a call whose callee is gone.
  mutating func calleeLeft(
    _ callee: SessionID, _ request: RequestID, _ invocation: Invocation, into actions: inout [RealmAction]
  ) {
    // The caller may have cancelled the call since, and begun another one of the same number.
    guard let call = callers[invocation.caller]?[invocation.request],
      call.callee == .session(callee), call.invocation == request
    else { return }
    end(invocation.request, of: invocation.caller, into: &actions)
    let error = WAMPError(.canceled, "the callee left before it answered")
    actions.append(.send(error.answer(to: invocation.request, of: .call), to: invocation.caller))
  }

  /// Ends a call whose caller is gone.
  mutating func callerLeft(
    _ caller: SessionID, _ request: RequestID, _ call: Pending, _ sessions: Sessions,
    into actions: inout [RealmAction]
  ) {
    if call.isTimed { actions.append(.stopTimer(CallTimer(caller: caller, request: request))) }
    guard callees[call.callee]?.invocations.remove(call.invocation) != nil else { return }
    _ = interrupt(call, .killNoWait, sessions, into: &actions)
  }

  /// Tells the callee of a call to stop, if it can be told: with nothing but what the specification names.
  ///
  /// - Returns: whether it is told.
  private func interrupt(
    _ call: Pending, _ mode: CancelMode, _ sessions: Sessions, into actions: inout [RealmAction]
  ) -> Bool {
    switch call.callee {
    case .local:
      actions.append(.interruptLocal(call.invocation))
    case .session(let callee):
      guard sessions.supports(.callCanceling, as: .callee, callee) else { return false }
      actions.append(.send(.interrupt(Message.Interrupt(request: call.invocation, mode: mode)), to: callee))
    }
    return true
  }
}

extension WAMPError {
  /// Why a call does not reach a callee for which too much waits.
  package static let calleeIsBehind = WAMPError(.unavailable, "the callee does not read what it is sent")
}
