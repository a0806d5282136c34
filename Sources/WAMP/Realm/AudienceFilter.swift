/// The lists of a PUBLISH as sets, so that a long list costs no more for each receiver than a short one.
struct AudienceFilter {
  private let excluded: Set<SessionID>
  private let excludedAuthIDs: Set<String>
  private let excludedAuthRoles: Set<String>
  private let eligible: Set<SessionID>?
  private let eligibleAuthIDs: Set<String>?
  private let eligibleAuthRoles: Set<String>?

  /// - Returns: `nil` if everyone may have the event.
  init?(_ audience: Audience) {
    guard !audience.isEveryone else { return nil }
    excluded = Set(audience.exclude)
    excludedAuthIDs = Set(audience.excludeAuthIDs)
    excludedAuthRoles = Set(audience.excludeAuthRoles)
    eligible = audience.eligible.map(Set.init)
    eligibleAuthIDs = audience.eligibleAuthIDs.map(Set.init)
    eligibleAuthRoles = audience.eligibleAuthRoles.map(Set.init)
  }

  /// Whether a subscriber gets the event.
  func admits(_ member: Member) -> Bool {
    if excluded.contains(member.id) { return false }
    if let authid = member.authid, excludedAuthIDs.contains(authid) { return false }
    if let authrole = member.authrole, excludedAuthRoles.contains(authrole) { return false }
    if let eligible, !eligible.contains(member.id) { return false }
    if let eligibleAuthIDs, member.authid.map(eligibleAuthIDs.contains) != true { return false }
    if let eligibleAuthRoles, member.authrole.map(eligibleAuthRoles.contains) != true { return false }
    return true
  }
}

extension Audience {
  /// How many entries all lists have together.
  var length: Int {
    exclude.count + excludeAuthIDs.count + excludeAuthRoles.count + (eligible?.count ?? 0)
      + (eligibleAuthIDs?.count ?? 0) + (eligibleAuthRoles?.count ?? 0)
  }

  /// How many bytes the lists take, and their sets, about.
  var size: Int {
    let names = [excludeAuthIDs, excludeAuthRoles, eligibleAuthIDs ?? [], eligibleAuthRoles ?? []].joined()
    return length * 64 + names.reduce(0) { $0 + $1.utf8.count }
  }
}
