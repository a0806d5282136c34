extension Dealer {
  /// Passes another part of a call to the callee that has the first one, whatever the policy of the registration. Of its
  /// options only that counts which says whether it is the last part.
  mutating func pass(
    _ call: Message.Call, as first: Message.Invocation, from caller: SessionID, _ sessions: Sessions,
    into actions: inout [RealmAction]
  ) {
    guard let pending = parties[caller]?.calls[call.request], case .session(let callee) = pending.callee
    else { return }
    var invocation = first
    do throws(WAMPError) {
      try inspection.pass(call.payload, pending.check?.request, from: caller, into: &actions)
      invocation.payload = try payload(of: call, for: pending.callee, sessions)
    } catch {
      return end(
        pending, with: error.answer(to: call.request, of: .call), call.request, of: caller, into: &actions)
    }
    invocation.progress = call.progress
    if !call.progress { parties[caller]?.closeParts(of: call.request) }
    actions.append(.send(.invocation(invocation), to: callee))
  }

  /// Answers a CALL that could not be read, and its call, if it is a further part of one.
  mutating func refuse(_ error: Message.Error, from caller: SessionID, into actions: inout [RealmAction]) {
    switch parties.update(caller, { $0.begin(error.request, hasMore: false) }) {
    case nil, .late: break
    case .new: actions.append(.send(.error(error), to: caller))
    case .part:
      guard let pending = parties[caller]?.calls[error.request] else { return }
      end(pending, with: .error(error), error.request, of: caller, into: &actions)
    case .violation(let message):
      actions.append(.abort(caller, WAMPError(.protocolViolation, message)))
    }
  }

  /// Ends a call whose next part cannot be passed on.
  private mutating func end(
    _ call: Pending, with answer: Message, _ request: RequestID, of caller: SessionID,
    into actions: inout [RealmAction]
  ) {
    end(request, of: caller, into: &actions)
    interrupt(call, .killNoWait, into: &actions)
    actions.append(.send(answer, to: caller))
  }
}
