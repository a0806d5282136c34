extension Dealer {
  /// Cancels a call. Without effect if it was answered meanwhile.
  mutating func cancel(
    _ cancel: Message.Cancel, from caller: SessionID, into actions: inout [RealmAction]
  ) {
    guard let call = parties[caller]?.calls[cancel.request] else { return }
    // Autobahn says no mode and expects an interrupt.
    let mode = cancel.mode ?? .killNoWait
    let isTold = mode != .skip && interrupt(call, mode, into: &actions)
    // The callee's own answer ends a killed call, if there will be one.
    if mode == .kill && isTold { return }
    end(cancel.request, of: caller, into: &actions)
    let error = WAMPError(.canceled, "the call was cancelled")
    actions.append(.send(error.answer(to: cancel.request, of: .call), to: caller))
  }

  /// The time of a call is over.
  mutating func timedOut(_ timer: CallTimer, into actions: inout [RealmAction]) {
    guard let call = parties[timer.caller]?.calls[timer.request], call.timeout != nil else { return }
    end(timer.request, of: timer.caller, into: &actions)
    interrupt(call, .killNoWait, into: &actions)
    let error = WAMPError(.timeout, "the callee did not answer in time")
    actions.append(.send(error.answer(to: timer.request, of: .call), to: timer.caller))
  }

  /// An INVOCATION could not be sent.
  mutating func undeliverable(
    _ request: RequestID, to callee: SessionID, because error: WAMPError, into actions: inout [RealmAction]
  ) {
    guard let invocation = parties[callee]?.callee.invocations[request],
      let call = parties[invocation.caller]?.calls[invocation.request]
    else { return }
    end(invocation.request, of: invocation.caller, into: &actions)
    // It may have other parts of the call.
    if call.hasParts { interrupt(call, .killNoWait, into: &actions) }
    actions.append(.fail(invocation, error))
  }

  /// What a session leaves behind; each of it is to be ended by the functions below.
  mutating func leave(_ session: SessionID) -> Party? { parties.removeValue(forKey: session) }

  /// Answers a call whose callee is gone.
  mutating func calleeLeft(
    _ callee: SessionID, _ request: RequestID, _ invocation: Invocation, into actions: inout [RealmAction]
  ) {
    // The caller may have cancelled the call since, and begun another one of the same number.
    guard let call = parties[invocation.caller]?.calls[invocation.request],
      call.callee == .session(callee), call.invocation == request
    else { return }
    end(invocation.request, of: invocation.caller, into: &actions)
    actions.append(.fail(invocation, WAMPError(.canceled, "the callee left before it answered")))
  }

  /// Ends a call whose caller is gone.
  mutating func callerLeft(
    _ caller: SessionID, _ request: RequestID, _ call: Pending, into actions: inout [RealmAction]
  ) {
    let invocation = Invocation(caller: caller, request: request)
    release(call, invocation, into: &actions)
    guard parties[call.callee.party]?.callee.invocations.remove(call.invocation) != nil else { return }
    interrupt(call, .killNoWait, into: &actions)
  }

  /// Forgets a call that gets its last answer, and its invocation.
  mutating func end(_ request: RequestID, of caller: SessionID, into actions: inout [RealmAction]) {
    guard let call = parties[caller]?.finish(request) else { return }
    parties[call.callee.party]?.callee.invocations.remove(call.invocation)
    release(call, Invocation(caller: caller, request: request), into: &actions)
  }

  /// Gives back what a call took.
  mutating func release(_ call: Pending, _ invocation: Invocation, into actions: inout [RealmAction]) {
    if let number = call.attachment { registrations[call.registration]?.callees.ended(number) }
    guard call.timeout != nil else { return }
    actions.append(.stopTimer(CallTimer(caller: invocation.caller, request: invocation.request)))
  }

  /// Tells the callee of a call to stop, if it can be told: with nothing but what the specification names.
  ///
  /// - Returns: whether it is told.
  @discardableResult
  mutating func interrupt(_ call: Pending, _ mode: CancelMode, into actions: inout [RealmAction]) -> Bool {
    switch call.callee {
    case .local:
      actions.append(.interruptLocal(call.invocation))
    case .session(let callee):
      guard parties[callee]?.abilities.contains(.isInterruptible) == true else { return false }
      actions.append(.send(.interrupt(Message.Interrupt(request: call.invocation, mode: mode)), to: callee))
    }
    return true
  }
}

extension WAMPError {
  /// Why a call does not reach a callee for which too much waits.
  package static let calleeIsBehind = WAMPError(.unavailable, "the callee does not read what it is sent")
}
