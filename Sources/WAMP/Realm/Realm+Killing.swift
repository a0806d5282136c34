extension Realm {
  /// What the client of a session is told that is ended from the router's side.
  struct Killing: Sendable {
    let goodbye: Message.Goodbye
    /// Whether others are told nothing: neither meta events nor testaments are published.
    let isSilent: Bool
  }

  /// Ends sessions: a slice of them at once, the others while ``isLeaving``.
  mutating func kill(_ sessions: [SessionID], _ killing: Killing, into actions: inout [RealmAction]) {
    let isFirst = !isLeaving
    for session in sessions { killings.insert(killing, for: session) }
    if isFirst { actions += continueLeaving() }
  }

  /// Ends a session. It is gone from the realm at once, whenever its client answers.
  mutating func kill(_ session: SessionID, _ killing: Killing, into actions: inout [RealmAction]) {
    guard depart(session, isSilent: killing.isSilent) else { return }
    actions.append(.close(session, killing.goodbye))
  }
}
