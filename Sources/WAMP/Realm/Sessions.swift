/// The sessions of a realm by their identifiers.
struct Sessions: Sendable {
  private(set) var members = GradualTable<SessionID, Member>()
  /// Apart, as each message that is routed copies its member.
  private(set) var details = GradualTable<SessionID, SessionDetails>()

  subscript(id: SessionID) -> Member? { members[id] }

  var count: Int { members.count }

  var ids: [SessionID] { members.keys.sorted() }

  mutating func add(_ member: Member, _ details: SessionDetails) {
    members[member.id] = member
    self.details[member.id] = details
  }

  /// - Returns: the session as it is now; `nil` if there is none.
  mutating func move(_ id: SessionID, to outlet: Outlet) -> Member? {
    members[id]?.outlet = outlet
    return members[id]
  }

  mutating func remove(_ id: SessionID) -> Member? {
    details.removeValue(forKey: id)
    return members.removeValue(forKey: id)
  }

  /// Whether a session announced a feature; one that is gone did not.
  func supports(_ feature: Feature, as role: Role, _ id: SessionID) -> Bool {
    members[id]?.roles.supports(feature, as: role) ?? false
  }
}
