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
    do {
      invocation.payload = try payload(of: call, for: pending.callee, sessions)
    } catch {
      end(call.request, of: caller, into: &actions)
      interrupt(pending, .killNoWait, into: &actions)
      return actions.append(.send(error.answer(to: call.request, of: .call), to: caller))
    }
    invocation.progress = call.progress
    if !call.progress { parties[caller]?.closeParts(of: call.request) }
    actions.append(.send(.invocation(invocation), to: callee))
  }
}
