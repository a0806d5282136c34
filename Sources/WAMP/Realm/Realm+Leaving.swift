extension Realm {
  /// Removes a session with its subscriptions, registrations and calls. Calls that it was to answer fail.
  ///
  /// Its procedures can be registered by others at once. As long as ``isLeaving`` says so, more is to be done.
  package mutating func leave(_ session: SessionID) -> [RealmAction] {
    let isFirst = !isLeaving
    return depart(session, isSilent: false) && isFirst ? continueLeaving() : []
  }

  /// Whether something is left of sessions that are gone, or others are still to go.
  package var isLeaving: Bool { !departures.isEmpty || !killings.isEmpty }

  /// Works off a slice of what sessions left behind that are gone.
  package mutating func continueLeaving() -> [RealmAction] {
    var actions: [RealmAction] = []
    var budget = Departure.slice
    while budget > 0, let (session, killing) = killings.popFirst() {
      kill(session, killing, into: &actions)
      budget -= 1
    }
    while budget > 0, var next = departures.popFirst() {
      while budget > 0, forgetPiece(of: &next.value, next.key, into: &actions) {
        budget -= 1 + announce(into: &actions) / Departure.receiversPerPiece
      }
      budget -= 1
      guard next.value.isOver else {
        departures.insert(next.value, for: next.key)
        continue
      }
      if !next.value.isSilent {
        budget -= announce(.left(next.value.member), into: &actions) / Departure.receiversPerPiece
      }
    }
    return actions
  }

  /// - Returns: whether the session was there.
  mutating func depart(_ session: SessionID, isSilent: Bool) -> Bool {
    guard let member = members.remove(session) else { return false }
    let (callee, calls) = dealer.leave(session)
    let departure = Departure(
      member: member, isSilent: isSilent, subscriptions: broker.leave(session), callee: callee, calls: calls)
    departures.insert(departure, for: session)
    return true
  }

  private mutating func forgetPiece(
    of departure: inout Departure, _ session: SessionID, into actions: inout [RealmAction]
  ) -> Bool {
    if let (id, _) = departure.callee.registrations.popFirst() {
      dealer.remove(id)
    } else if let (request, invocation) = departure.callee.invocations.popFirst() {
      dealer.calleeLeft(session, request, invocation, into: &actions)
    } else if let (request, call) = departure.calls.popFirst() {
      dealer.callerLeft(session, request, call, members, into: &actions)
    } else if let (id, _) = departure.subscriptions.popFirst() {
      broker.remove(session, from: id)
    } else {
      return false
    }
    return true
  }
}
