extension Sessions {
  /// How many sessions have one of some roles; all, if none are given.
  func count(of roles: [String]?) -> Int { roles == nil ? count : ids(of: roles).count }

  /// The sessions that have one of some roles; all, if none are given.
  func ids(of roles: [String]?) -> [SessionID] {
    guard let roles else { return ids }
    let wanted = Set(roles)
    return ids { $0.authrole.map(wanted.contains) ?? false }
  }

  /// The sessions that are wanted, in the order of their identifiers.
  func ids(_ isWanted: (Member) -> Bool) -> [SessionID] {
    members.values.compactMap { isWanted($0) ? $0.id : nil }.sorted()
  }
}
