extension Dealer {
  /// Passes a result on. One that nobody waits for any more is dropped: the call was cancelled, or its
  /// caller left, while the callee was answering.
  mutating func yield(
    _ yield: Message.Yield, from callee: Callee, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    guard let (invocation, call) = pending(yield.request, of: callee) else { return }
    if yield.progress {
      guard call.receivesProgress else {
        if case .session(let callee) = callee {
          let message = "YIELD with progress for INVOCATION \(yield.request), which did not ask for it"
          actions.append(.abort(callee, WAMPError(.protocolViolation, message)))
        }
        return
      }
    } else {
      end(invocation.request, of: invocation.caller, into: &actions)
    }
    guard let payload = answer(yield.payload, in: call.style, for: invocation.caller, sessions) else {
      if yield.progress { end(invocation.request, of: invocation.caller, into: &actions) }
      let error = WAMPError(.featureNotSupported, "the result is a passthru payload")
      actions.append(.send(error.answer(to: invocation.request, of: .call), to: invocation.caller))
      return
    }
    let result = Message.Result(
      request: invocation.request, payload: payload, progress: yield.progress)
    actions.append(.send(.result(result), to: invocation.caller))
  }

  /// Passes an error on, or drops it as ``yield(_:from:_:into:)`` does.
  ///
  /// An error whose name is no URI would break the protocol at the caller: it goes on as
  /// `wamp.error.runtime_error`.
  mutating func error(
    _ error: Message.Error, from callee: Callee, _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    guard let (invocation, call) = pending(error.request, of: callee) else { return }
    end(invocation.request, of: invocation.caller, into: &actions)
    var answer = error
    answer.requestType = .call
    answer.request = invocation.request
    answer.payload = self.answer(error.payload, in: call.style, for: invocation.caller, sessions) ?? .none
    let isNamed = error.error.utf8.count <= table.limits.uriLength && URI.isValid(error.error)
    if !isNamed { answer.error = WAMPError.Code.runtimeError.rawValue }
    actions.append(.send(.error(answer), to: invocation.caller))
  }

  private func pending(_ request: RequestID, of callee: Callee) -> (Invocation, Pending)? {
    guard let invocation = callees[callee]?.invocations[request],
      let call = callers[invocation.caller]?[invocation.request],
      call.callee == callee, call.invocation == request
    else { return nil }
    return (invocation, call)
  }

  /// A payload in a form its caller can receive; the one it used itself is such a form.
  private func answer(
    _ payload: Payload, in style: PassthruPayload.Style?, for caller: SessionID, _ sessions: Sessions
  ) -> Payload? {
    if case .passthru(let passthru) = payload, passthru.style == style { return payload }
    return payload.adapted(to: sessions[caller]?.roles ?? Roles(), as: .caller)
  }
}
