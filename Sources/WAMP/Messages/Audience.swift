/// Which subscribers an event is for: the lists of the feature "subscriber black- and whitelisting".
public struct Audience: Sendable, Equatable {
  /// Sessions that do not get the event.
  public var exclude: [SessionID] = []
  public var excludeAuthIDs: [String] = []
  public var excludeAuthRoles: [String] = []
  /// The only sessions that may get the event; `nil` does not restrict.
  public var eligible: [SessionID]?
  public var eligibleAuthIDs: [String]?
  public var eligibleAuthRoles: [String]?

  /// Everyone.
  public init() {}

  public var isEveryone: Bool { self == Audience() }

  /// Whether a subscriber with this identity gets the event.
  public func admits(_ session: SessionID, authid: String?, authrole: String?) -> Bool {
    if exclude.contains(session) { return false }
    if let authid, excludeAuthIDs.contains(authid) { return false }
    if let authrole, excludeAuthRoles.contains(authrole) { return false }
    if let eligible, !eligible.contains(session) { return false }
    if let eligibleAuthIDs {
      guard let authid, eligibleAuthIDs.contains(authid) else { return false }
    }
    if let eligibleAuthRoles {
      guard let authrole, eligibleAuthRoles.contains(authrole) else { return false }
    }
    return true
  }
}
