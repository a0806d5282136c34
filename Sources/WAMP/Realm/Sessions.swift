/// The sessions of a realm by their identifiers.
struct Sessions: Sendable {
  private(set) var members = GradualTable<SessionID, Member>()
  /// Apart, as each message that is routed copies its member.
  private(set) var details = GradualTable<SessionID, SessionDetails>()
  /// What was announced lately: most clients announce the same, which is kept once for all of them.
  private var announced: [Roles] = []
  private static let announcedLimit = 16

  subscript(id: SessionID) -> Member? { members[id] }

  var count: Int { members.count }

  var ids: [SessionID] { members.keys.sorted() }

  mutating func add(_ member: Member, _ details: SessionDetails) {
    var member = member
    member.roles = kept(member.roles)
    members[member.id] = member
    self.details[member.id] = details
  }

  /// The same in memory that others have, too.
  private mutating func kept(_ roles: Roles) -> Roles {
    if let known = announced.first(where: { $0 == roles }) { return known }
    if announced.count == Sessions.announcedLimit { announced.removeFirst() }
    announced.append(roles)
    return roles
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
