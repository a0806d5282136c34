extension Realm {
  /// The connection of a session was lost, and it waits for its client: its calls end, as nobody waits for their answers.
  /// All else of it stays.
  package mutating func suspend(_ session: SessionID) -> [RealmAction] {
    var actions: [RealmAction] = []
    var calls = dealer.dropCalls(of: session)
    while let (request, call) = calls.popFirst() {
      dealer.callerLeft(session, request, call, into: &actions)
    }
    return actions
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
