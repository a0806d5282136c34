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

  /// Whether nobody is left out.
  public var isEveryone: Bool { self == Audience() }
}
