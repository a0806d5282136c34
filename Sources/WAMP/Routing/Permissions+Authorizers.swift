/// What a session wants to do, and who it is: what an authorizer decides about.
public struct AuthorizationRequest: Sendable, Hashable {
  /// One action.
  public var action: Permissions.Actions
  /// The procedure, topic or pattern.
  public var uri: String
  /// How a pattern is matched; `.exact` for calls and publications.
  public var match: MatchPolicy
  /// The session that asks.
  public var session: SessionID
  public var authid: String?
  public var authrole: String?
}

/// An authorizer's decision.
public struct Authorization: Sendable, Equatable {
  /// Whether the session may do it.
  public var isAllowed: Bool
  /// Whether the other side is told who acts, asked for or not.
  public var isDisclosed: Bool
  /// Whether it holds for the rest of the session, so that nobody is asked the same again.
  public var isCached: Bool

  /// The session may do it.
  ///
  /// - Parameters:
  ///   - disclosing: whether the callee or the subscribers are told who acts, asked for or not.
  ///   - cached: whether the decision holds for the rest of the session.
  public static func allowed(disclosing: Bool = false, cached: Bool = false) -> Authorization {
    Authorization(isAllowed: true, isDisclosed: disclosing, isCached: cached)
  }

  /// The session may not do it.
  ///
  /// - Parameter cached: whether the decision holds for the rest of the session.
  public static func denied(cached: Bool = false) -> Authorization {
    Authorization(isAllowed: false, isDisclosed: false, isCached: cached)
  }
}

extension Permissions {
  /// Decides about a request. What it throws is logged, and the session gets `wamp.error.authorization_failed`.
  public typealias Authorizer = @Sendable (AuthorizationRequest) async throws -> Authorization

  /// Has everything that sessions of a role want to do decided by a closure, in the place of what is granted.
  ///
  /// A session's requests wait for each other, so that they are answered in the order they came.
  public mutating func authorize(_ role: String, by authorizer: @escaping Authorizer) {
    setAuthorizer(authorizer, of: role)
  }

  /// Who decides about a role; `nil` if what is granted does.
  package func authorizer(of role: String?) -> Authorizer? {
    guard hasAuthorizers, let role else { return nil }
    return roles[role]?.authorizer
  }
}
