/// The sessions of a realm by their identifiers.
struct Sessions: Sendable {
  private var members = GradualTable<SessionID, Member>()

  subscript(id: SessionID) -> Member? { members[id] }

  var count: Int { members.count }

  var ids: [SessionID] { members.keys.sorted() }

  mutating func add(_ member: Member) { members[member.id] = member }

  mutating func remove(_ id: SessionID) -> Member? { members.removeValue(forKey: id) }

  /// Whether a session announced a feature; one that is gone did not.
  func supports(_ feature: Feature, as role: Role, _ id: SessionID) -> Bool {
    members[id]?.roles.supports(feature, as: role) ?? false
  }
}
