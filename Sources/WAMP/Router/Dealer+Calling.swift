extension Dealer {
  mutating func call(
    _ call: Message.Call, from caller: Member, members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard peers[caller.id]?.calls[call.request] == nil else {
      let message = "CALL \(call.request) has not been answered yet"
      actions.append(.abort(caller.id, WAMPError(.protocolViolation, message)))
      return
    }
    guard let id = byProcedure[call.procedure], let registration = registrations[id] else {
      let error =
        URI.isValid(call.procedure)
        ? WAMPError(.noSuchProcedure, "no procedure \"\(call.procedure)\"")
        : WAMPError(.invalidURI, "\"\(call.procedure)\" is not a procedure")
      actions.append(.send(error.answer(to: call.request, of: .call), to: caller.id))
      return
    }
    if let callee = registration.callee {
      invoke(call, from: caller, registration, callee: callee, members: members, into: &actions)
    } else {
      guard let request = begin(call, from: caller.id, callee: nil, progress: call.receiveProgress) else {
        return
      }
      actions.append(
        .invokeLocal(
          LocalInvocation(
            id: request, registration: id, procedure: call.procedure, payload: call.payload,
            caller: caller.id, receiveProgress: call.receiveProgress)))
    }
  }

  private mutating func invoke(
    _ call: Message.Call, from caller: Member, _ registration: Registration, callee: SessionID,
    members: [SessionID: Member], into actions: inout [RealmAction]
  ) {
    let roles = members[callee]?.roles ?? Roles()
    guard let payload = call.payload.adapted(to: roles, as: .callee) else {
      let error = WAMPError(.featureNotSupported, "the callee does not take passthru payloads")
      actions.append(.send(error.answer(to: call.request, of: .call), to: caller.id))
      return
    }
    let progress = call.receiveProgress && roles.supports(.progressiveCallResults, as: .callee)
    guard let request = begin(call, from: caller.id, callee: callee, progress: progress) else { return }
    var invocation = Message.Invocation(
      request: request, registration: registration.id, payload: payload, receiveProgress: progress)
    if roles.supports(.callTimeout, as: .callee) { invocation.timeout = call.timeout }
    if call.discloseMe {
      invocation.caller = caller.id
      invocation.callerAuthID = caller.authid
      invocation.callerAuthRole = caller.authrole
    }
    actions.append(.send(.invocation(invocation), to: callee))
  }

  /// Notes the call on both sides and gives the invocation its number.
  private mutating func begin(
    _ call: Message.Call, from caller: SessionID, callee: SessionID?, progress: Bool
  ) -> RequestID? {
    guard let request = peers[callee]?.requests.next() else { return nil }
    var style: PassthruPayload.Style?
    if case .passthru(let payload) = call.payload { style = payload.style }
    peers[callee]?.invocations[request] = Invocation(caller: caller, request: call.request)
    peers[caller]?.calls[call.request] = Pending(
      callee: callee, invocation: request, style: style, receivesProgress: progress)
    return request
  }

  /// Passes a result on. One that nobody waits for any more is dropped: the call was cancelled, or its
  /// caller left, while the callee was answering.
  mutating func yield(
    _ yield: Message.Yield, from callee: SessionID?, members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard let invocation = peers[callee]?.invocations[yield.request],
      let call = peers[invocation.caller]?.calls[invocation.request]
    else { return }
    if yield.progress {
      guard call.receivesProgress else {
        if let callee {
          let message = "YIELD with progress for INVOCATION \(yield.request), which did not ask for it"
          actions.append(.abort(callee, WAMPError(.protocolViolation, message)))
        }
        return
      }
    } else {
      end(yield.request, of: callee, invocation)
    }
    let roles = members[invocation.caller]?.roles ?? Roles()
    guard let payload = answer(yield.payload, in: call.style, for: roles) else {
      if yield.progress { end(yield.request, of: callee, invocation) }
      let error = WAMPError(.featureNotSupported, "the result is a passthru payload")
      actions.append(.send(error.answer(to: invocation.request, of: .call), to: invocation.caller))
      return
    }
    let result = Message.Result(
      request: invocation.request, payload: payload, progress: yield.progress)
    actions.append(.send(.result(result), to: invocation.caller))
  }

  /// Passes an error on, or drops it as ``yield(_:from:members:into:)`` does.
  mutating func error(
    _ error: Message.Error, from callee: SessionID?, members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard let invocation = peers[callee]?.invocations[error.request],
      let call = peers[invocation.caller]?.calls[invocation.request]
    else { return }
    end(error.request, of: callee, invocation)
    let roles = members[invocation.caller]?.roles ?? Roles()
    var answer = error
    answer.requestType = .call
    answer.request = invocation.request
    answer.payload = self.answer(error.payload, in: call.style, for: roles) ?? .none
    actions.append(.send(.error(answer), to: invocation.caller))
  }

  /// Cancels a call. Without effect if it was answered meanwhile.
  mutating func cancel(
    _ cancel: Message.Cancel, from caller: SessionID, members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard let call = peers[caller]?.calls[cancel.request] else { return }
    let canBeTold =
      call.callee.map { members[$0]?.roles.supports(.callCanceling, as: .callee) == true } ?? true
    // Autobahn says no mode and expects an interrupt.
    let mode = cancel.mode ?? .killNoWait
    if mode != .skip {
      interrupt(call, mode: mode, reason: "the call was cancelled", members: members, into: &actions)
    }
    // The callee's own answer ends a killed call, if there will be one.
    if mode == .kill && canBeTold { return }
    end(call.invocation, of: call.callee, Invocation(caller: caller, request: cancel.request))
    let error = WAMPError(.canceled, "the call was cancelled")
    actions.append(.send(error.answer(to: cancel.request, of: .call), to: caller))
  }

  private mutating func end(_ request: RequestID, of callee: SessionID?, _ invocation: Invocation) {
    peers[callee]?.invocations[request] = nil
    peers[invocation.caller]?.calls[invocation.request] = nil
  }

  /// A payload in a form its caller can receive; the one it used itself is such a form.
  private func answer(_ payload: Payload, in style: PassthruPayload.Style?, for roles: Roles) -> Payload? {
    if case .passthru(let passthru) = payload, passthru.style == style { return payload }
    return payload.adapted(to: roles, as: .caller)
  }
}
