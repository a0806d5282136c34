extension Dealer {
  /// Passes a result on. One that nobody waits for any more is dropped: the call was cancelled, or its
  /// caller left, while the callee was answering.
  mutating func yield(
    _ yield: Message.Yield, from callee: Callee, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    if yield.progress { return yieldPart(yield, from: callee, sessions, into: &actions) }
    guard let (invocation, call) = finish(yield.request, of: callee, into: &actions) else { return }
    if let error = fault(in: yield, of: call, into: &actions) {
      return actions.append(.fail(invocation, error))
    }
    guard let payload = answer(yield.payload, in: call.style, for: invocation.caller, sessions) else {
      return actions.append(.fail(invocation, .passthruResult))
    }
    let result = Message.Result(request: invocation.request, payload: payload)
    actions.append(.send(.result(result), to: invocation.caller))
  }

  /// Passes on a part of a result. The time that the call may take begins anew with it.
  private mutating func yieldPart(
    _ yield: Message.Yield, from callee: Callee, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    guard let invocation = parties.update(callee.party, { $0.callee.invocations[yield.request] }) ?? nil,
      let call = parties.update(invocation.caller, { $0.calls[invocation.request] }) ?? nil
    else { return }
    guard call.receivesProgress else {
      if case .session(let callee) = callee {
        let message = "YIELD with progress for INVOCATION \(yield.request), which did not ask for it"
        actions.append(.abort(callee, WAMPError(.protocolViolation, message)))
      }
      return
    }
    if let error = fault(in: yield, of: call, into: &actions) {
      end(invocation.request, of: invocation.caller, into: &actions)
      interrupt(call, .killNoWait, into: &actions)
      return actions.append(.fail(invocation, error))
    }
    guard let payload = answer(yield.payload, in: call.style, for: invocation.caller, sessions) else {
      end(invocation.request, of: invocation.caller, into: &actions)
      return actions.append(.fail(invocation, .passthruResult))
    }
    if call.timeout != nil {
      actions.append(.stopTimer(CallTimer(caller: invocation.caller, request: invocation.request)))
      startTimer(of: call, invocation.request, from: invocation.caller, into: &actions)
    }
    let result = Message.Result(request: invocation.request, payload: payload, progress: true)
    actions.append(.send(.result(result), to: invocation.caller))
  }

  /// What is wrong with a result, if that may not go on. What the router's own process answers is not looked at.
  private mutating func fault(
    in yield: Message.Yield, of call: Pending, into actions: inout [RealmAction]
  ) -> WAMPError? {
    guard let check = call.check, case .session(let callee) = call.callee else { return nil }
    do throws(WAMPError) {
      let part = yield.progress ? check.part : check.result
      try inspection.pass(yield.payload, part, from: callee, into: &actions)
      return nil
    } catch {
      return error
    }
  }

  /// What is wrong with an error that the schema declares, if that may not go on; as for results.
  private mutating func fault(
    in error: Message.Error, of call: Pending, into actions: inout [RealmAction]
  ) -> WAMPError? {
    guard let check = call.check?.error(error.error), case .session(let callee) = call.callee else {
      return nil
    }
    do throws(WAMPError) {
      try inspection.pass(error.payload, check, from: callee, into: &actions)
      return nil
    } catch {
      return error
    }
  }

  /// Passes an error on, or drops it as ``yield(_:from:_:into:)`` does.
  ///
  /// An error whose name is no URI would break the protocol at the caller: it goes on as
  /// `wamp.error.runtime_error`.
  mutating func error(
    _ error: Message.Error, from callee: Callee, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    guard let (invocation, call) = finish(error.request, of: callee, into: &actions) else { return }
    if let fault = fault(in: error, of: call, into: &actions) {
      return actions.append(.fail(invocation, fault))
    }
    var answer = error
    answer.requestType = .call
    answer.request = invocation.request
    answer.payload = self.answer(error.payload, in: call.style, for: invocation.caller, sessions) ?? .none
    let isNamed = error.error.utf8.count <= table.limits.uriLength && URI.isValid(error.error)
    if !isNamed { answer.error = WAMPError.Code.runtimeError.rawValue }
    actions.append(.send(.error(answer), to: invocation.caller))
  }

  /// Forgets an invocation that its callee answered, and the call.
  private mutating func finish(
    _ request: RequestID, of callee: Callee, into actions: inout [RealmAction]
  ) -> (Invocation, Pending)? {
    guard let invocation = parties.update(callee.party, { $0.callee.invocations.remove(request) }) ?? nil,
      let call = parties.update(invocation.caller, { $0.finish(invocation.request) }) ?? nil
    else { return nil }
    release(call, invocation, into: &actions)
    return (invocation, call)
  }

  /// A payload in a form its caller can receive; the one it used itself is such a form.
  private func answer(
    _ payload: Payload, in style: PassthruPayload.Style?, for caller: SessionID, _ sessions: Sessions
  ) -> Payload? {
    guard case .passthru(let passthru) = payload, passthru.style != style else { return payload }
    return payload.adapted(to: sessions[caller]?.roles ?? Roles(), as: .caller)
  }
}

extension RealmAction {
  /// Answers the call of an invocation with an error.
  static func fail(_ invocation: Dealer.Invocation, _ error: WAMPError) -> RealmAction {
    .send(error.answer(to: invocation.request, of: .call), to: invocation.caller)
  }
}

extension WAMPError {
  fileprivate static var passthruResult: WAMPError {
    WAMPError(.featureNotSupported, "the result is a passthru payload")
  }
}
