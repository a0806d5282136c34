extension Realm {
  /// Sessions that are to be ended from the router's side.
  struct Killing: Sendable {
    /// Those whose turn has not come.
    var sessions: ArraySlice<SessionID> = []
    /// What their clients are told.
    let goodbye: Message.Goodbye
    /// Whether others are told nothing: neither meta events nor testaments are published.
    let isSilent: Bool

    /// How many may wait: each has a list of its own.
    static let limit = 16
  }

  /// Ends sessions: a slice of them at once, the others while ``isLeaving``.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if many are being ended already.
  mutating func kill(
    _ sessions: [SessionID], _ killing: Killing, into actions: inout [RealmAction]
  ) throws(WAMPError) {
    guard !sessions.isEmpty else { return }
    guard killings.count < Killing.limit else {
      throw WAMPError(.unavailable, "sessions are being ended for \(killings.count) calls already")
    }
    let isFirst = !isLeaving
    var killing = killing
    killing.sessions = sessions[...]
    killings.append(killing)
    if isFirst { actions += continueLeaving() }
  }

  /// Ends the next session whose turn it is. It is gone from the realm at once, whenever its client answers.
  ///
  /// - Returns: whether there was one.
  mutating func killNext(into actions: inout [RealmAction]) -> Bool {
    guard !killings.isEmpty, let session = killings[0].sessions.popFirst() else { return false }
    let killing = killings[0]
    if killing.sessions.isEmpty { killings.removeFirst() }
    if depart(session, isSilent: killing.isSilent) { actions.append(.close(session, killing.goodbye)) }
    return true
  }
}
