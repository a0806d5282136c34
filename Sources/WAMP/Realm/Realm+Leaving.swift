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
    while budget > 0, killNext(into: &actions) { budget -= 1 }
    while budget > 0, var next = departures.popFirst() {
      while budget > 0, let receivers = forgetPiece(of: &next.value, into: &actions) {
        budget -= 1 + (receivers + announce(into: &actions)) / Departure.receiversPerPiece
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
    guard let member = members.remove(session), let party = dealer.leave(session) else { return false }
    let testaments = testaments.removeValue(forKey: session)?.publications ?? []
    inquiries.forget(session)
    begin(
      Departure(
        member: member, isSilent: isSilent, testaments: isSilent ? [] : testaments[...],
        subscriptions: broker.leave(session), callee: party.callee, calls: party.calls))
    return true
  }

  /// Notes what is to be worked off.
  mutating func begin(_ departure: Departure) {
    departureCount += 1
    departures.insert(departure, for: Departure.Number(value: departureCount))
  }

  /// - Returns: how many receivers of an event it had; `nil` if nothing is left.
  private mutating func forgetPiece(
    of departure: inout Departure, into actions: inout [RealmAction]
  ) -> Int? {
    let session = departure.member.id
    if let testament = departure.testaments.popFirst() {
      return execute(testament, of: departure.member, into: &actions)
    } else if let (id, _) = departure.callee.registrations.popFirst() {
      dealer.detach(.session(session), from: id)
    } else if let (request, invocation) = departure.callee.invocations.popFirst() {
      dealer.calleeLeft(session, request, invocation, into: &actions)
    } else if let (request, call) = departure.calls.popFirst() {
      dealer.callerLeft(session, request, call, into: &actions)
    } else if let (id, _) = departure.subscriptions.popFirst() {
      broker.remove(session, from: id)
    } else {
      return nil
    }
    return 0
  }

  /// Publishes what a session wanted that is gone. Whether it might, was decided when it said so.
  ///
  /// - Returns: how many receivers it had so far.
  private mutating func execute(
    _ testament: Message.Publish, of member: Member, into actions: inout [RealmAction]
  ) -> Int {
    let id = ids.next(PublicationID.self)
    var testament = testament
    broker.keep(&testament, from: member, as: id, at: clock, into: &actions)
    // One that cannot be kept is published all the same.
    if testament.retain { try? broker.retained.retain(testament, from: member, as: id, dealer.table.limits) }
    return broker.deliver(testament, from: member, as: id, members, into: &actions)
  }
}
