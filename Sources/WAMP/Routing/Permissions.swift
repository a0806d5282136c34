/// What the roles of a realm's sessions may do with which URIs.
///
///     var permissions = Permissions(everyone: [.call, .subscribe])
///     try permissions.grant([.call, .register], to: "backend", on: "com.example.", .prefix)
///     try permissions.grant(.publish, to: "backend", on: "com.example.prices", disclosing: .publish)
///
/// What nothing grants is not allowed. Of a role's patterns that cover a URI, the most specific one decides: the exact one,
/// then the longest prefix, then wildcards. What everyone may do, each role may do besides.
public struct Permissions: Sendable {
  /// Kinds of requests.
  public struct Actions: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// To call procedures.
    public static let call = Actions(rawValue: 1)
    /// To register procedures.
    public static let register = Actions(rawValue: 2)
    /// To publish to topics.
    public static let publish = Actions(rawValue: 4)
    /// To subscribe to topics.
    public static let subscribe = Actions(rawValue: 8)
    /// Everything.
    public static let all: Actions = [.call, .register, .publish, .subscribe]
  }

  /// What is granted for one pattern.
  struct Grant: Sendable, Equatable {
    var actions: Actions
    /// Of which actions the other side is told who acts.
    var disclosed: Actions
  }

  /// What is known of one role.
  struct Entry: Sendable {
    var grants = URIPatterns<Grant>()
    /// The same, for what is asked about patterns.
    var patterns: [URIPattern: Grant] = [:]
    /// Decides in the place of all grants.
    var authorizer: Authorizer?

    func grant(for uri: Span<UInt8>) -> Grant? { grants.exact(uri) ?? grants.firstPattern(covering: uri) }
  }

  /// What all may do with all URIs.
  private let unlimited: Actions
  /// What all may do with all URIs that do not belong to the router.
  private let everyone: Actions
  private(set) var roles: [String: Entry] = [:]
  private(set) var hasAuthorizers = false

  private init(unlimited: Actions, everyone: Actions) {
    self.unlimited = unlimited
    self.everyone = everyone
  }

  /// Nothing but what is granted, and what everyone may do.
  ///
  /// - Parameter everyone: what every role may do with all URIs but those in `wamp.`, which are granted by name only: who
  ///   may use the meta API may end other sessions.
  public init(everyone: Actions = []) { self.init(unlimited: [], everyone: everyone) }

  /// Everyone may do everything.
  public static let open = Permissions(unlimited: .all, everyone: .all)
  /// Nobody may do anything, but for what is granted.
  public static let closed = Permissions()

  /// Sets what a role may do with the URIs of a pattern; what was set for the same pattern before is forgotten.
  ///
  /// - Parameters:
  ///   - disclosing: `.call` tells callees who of the role calls, `.publish` tells subscribers who publishes, whether these
  ///     ask for it or not.
  /// - Throws: `wamp.error.invalid_uri` if the pattern is none.
  public mutating func grant(
    _ actions: Actions, to role: String, on pattern: String, _ match: MatchPolicy = .exact,
    disclosing disclosed: Actions = []
  ) throws(WAMPError) {
    if let fault = URI.fault(inPattern: pattern, for: match) {
      throw WAMPError(.invalidURI, "\(pattern.quoted) is not a pattern: \(fault)")
    }
    let grant = Grant(actions: actions, disclosed: disclosed)
    roles[role, default: Entry()].grants.insert(grant, for: pattern, match)
    roles[role, default: Entry()].patterns[URIPattern(pattern, match)] = grant
  }

  /// Lets a role do everything, with the router's own URIs, too.
  package mutating func trust(_ role: String) {
    let grant = Grant(actions: .all, disclosed: [])
    roles[role, default: Entry()].grants.insert(grant, for: "", .prefix)
    roles[role, default: Entry()].patterns[URIPattern("", .prefix)] = grant
  }

  mutating func setAuthorizer(_ authorizer: @escaping Authorizer, of role: String) {
    roles[role, default: Entry()].authorizer = authorizer
    hasAuthorizers = true
  }

  /// Whether a role may do something with a URI, as far as that is known without asking an authorizer.
  @inline(__always)
  package func allow(_ action: Actions, _ uri: Span<UInt8>, to role: String?) -> Bool {
    isUnlimited(action, role) || isGranted(action, uri, to: role)
  }

  /// Where everything is allowed an authorizer still has its say.
  @inline(__always)
  private func isUnlimited(_ action: Actions, _ role: String?) -> Bool {
    unlimited.contains(action) && authorizer(of: role) == nil
  }

  private func isGranted(_ action: Actions, _ uri: Span<UInt8>, to role: String?) -> Bool {
    guard let role, let entry = roles[role] else { return isForEveryone(action, uri) }
    guard entry.authorizer == nil else { return false }
    if let grant = entry.grant(for: uri), grant.actions.contains(action) { return true }
    return isForEveryone(action, uri)
  }

  private func isForEveryone(_ action: Actions, _ uri: Span<UInt8>) -> Bool {
    everyone.contains(action) && !URI.isReserved(uri)
  }

  /// Whether a role may do something with all that a pattern covers.
  package func allow(_ action: Actions, _ uri: String, _ match: MatchPolicy, to role: String?) -> Bool {
    if isUnlimited(action, role) { return true }
    if match == .exact { return allow(action, uri.utf8.span, to: role) }
    let asked = URIPattern(uri, match)
    let entry = role.flatMap { roles[$0] }
    guard entry?.authorizer == nil else { return false }
    if everyone.contains(action), !asked.overlaps(URIPattern("wamp.", .prefix)) { return true }
    return entry?.allows(action, asked) ?? false
  }

  /// Whether the other side is told who of a role acts, asked for or not.
  package func discloses(_ action: Actions, _ uri: String, of role: String?) -> Bool {
    guard !roles.isEmpty, let role, let entry = roles[role] else { return false }
    return entry.grant(for: uri.utf8.span)?.disclosed.contains(action) ?? false
  }
}
