extension Realm {
  /// Removes a session with its subscriptions, registrations and calls. Calls that it was to answer fail.
  ///
  /// Its procedures can be registered by others at once. As long as ``isLeaving`` says so, more is to be done.
  package mutating func leave(_ session: SessionID) -> [RealmAction] {
    guard members.remove(session) != nil else { return [] }
    guard let party = dealer.leave(session) else { return [] }
    let departure = Departure(
      subscriptions: broker.leave(session), callee: party.callee, calls: party.calls)
    let isFirst = departures.isEmpty
    departures.insert(departure, for: session)
    return isFirst ? continueLeaving() : []
  }

  /// Whether something is left of sessions that are gone.
  package var isLeaving: Bool { !departures.isEmpty }

  /// Works off a slice of what sessions left behind that are gone.
  package mutating func continueLeaving() -> [RealmAction] {
    var actions: [RealmAction] = []
    var budget = Departure.slice
    while budget > 0, var next = departures.popFirst() {
      while budget > 0, forgetPiece(of: &next.value, next.key, into: &actions) { budget -= 1 }
      budget -= 1
      if !next.value.isOver { departures.insert(next.value, for: next.key) }
    }
    return actions
  }

  private mutating func forgetPiece(
    of departure: inout Departure, _ session: SessionID, into actions: inout [RealmAction]
  ) -> Bool {
    if let (id, _) = departure.callee.registrations.popFirst() {
      dealer.detach(.session(session), from: id)
    } else if let (request, invocation) = departure.callee.invocations.popFirst() {
      dealer.calleeLeft(session, request, invocation, into: &actions)
    } else if let (request, call) = departure.calls.popFirst() {
      dealer.callerLeft(session, request, call, into: &actions)
    } else if let (id, _) = departure.subscriptions.popFirst() {
      broker.remove(session, from: id)
    } else {
      return false
    }
    return true
  }
}
