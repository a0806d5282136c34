extension Realm {
  /// The connection of a session was lost, and it waits for its client: its calls end, as nobody waits for their answers.
  /// All else of it stays. As long as ``isLeaving`` says so, more is to be done.
  package mutating func suspend(_ session: SessionID) -> [RealmAction] {
    guard let member = members[session] else { return [] }
    inquiries.dropCalls(of: session)
    let calls = dealer.dropCalls(of: session)
    if calls.isEmpty { return [] }
    let isFirst = !isLeaving
    begin(Departure(member: member, isSilent: true, calls: calls))
    return isFirst ? continueLeaving() : []
  }

  /// A session goes on over another connection. Not while an event is on its way to very many, see ``isPublishing``: it
  /// could miss it, or get it twice.
  ///
  /// - Returns: false if there is no such session.
  package mutating func move(_ session: SessionID, to outlet: Outlet) -> Bool {
    guard let member = members.move(session, to: outlet) else { return false }
    broker.move(member)
    return true
  }

  /// How a session showed who it is.
  package func authmethod(of session: SessionID) -> String? { members.details[session]?.authmethod }

  /// Who a session is taken for.
  package func member(_ session: SessionID) -> Member? { members[session] }
}

extension Dealer {
  /// Forgets the calls of a session that nobody waits for any more.
  fileprivate mutating func dropCalls(of session: SessionID) -> OrderedTable<RequestID, Pending> {
    parties[session]?.dropCalls() ?? OrderedTable()
  }
}
