/// What the roles of a realm's sessions may do with which URIs.
package struct Permissions: Sendable {
  /// Kinds of requests.
  package struct Actions: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let call = Actions(rawValue: 1)
    package static let register = Actions(rawValue: 2)
    package static let publish = Actions(rawValue: 4)
    package static let subscribe = Actions(rawValue: 8)
    package static let all: Actions = [.call, .register, .publish, .subscribe]
  }

  /// `nil`: everyone may do everything.
  private var rules: [String: URIPatterns<Actions>]?

  /// Everyone may do everything.
  package static let open = Permissions(rules: nil)
  /// Nobody may do anything, but for what is granted.
  package static let closed = Permissions(rules: [:])

  private init(rules: [String: URIPatterns<Actions>]?) { self.rules = rules }

  /// Sets what a role may do with the URIs of a pattern; a more specific pattern decides before it.
  package mutating func grant(
    _ actions: Actions, to role: String, on pattern: String, _ match: MatchPolicy
  ) {
    var all = rules ?? [:]
    all[role, default: URIPatterns()].insert(actions, for: pattern, match)
    rules = all
  }

  /// Whether a role may do something with a URI. Of the patterns that cover it, the most specific one decides.
  @inline(__always)
  package func allow(_ action: Actions, _ uri: Span<UInt8>, to role: String?) -> Bool {
    guard let rules else { return true }
    guard let role, let actions = rules[role]?.matches(uri).first else { return false }
    return actions.contains(action)
  }
}
