internal import WAMP

/// How clients prove to a realm who they are.
///
///     let authentication = Authentication(principals: [
///       Principal("backend", role: "service", .wampCRA(secret: "…")),
///       Principal("joe", role: "user", .ticket("…")),
///     ])
///
/// A client gets the first of the methods it offers that the realm has for it. One that nobody is known for and one whose
/// proof is wrong see the same: a challenge, and `wamp.error.authentication_failed` after their answer. A name that is
/// nobody's is challenged like one of the principals, always the same one. What is not hidden is how long a closure of
/// yours takes: one that checks tickets is asked for principals only, a directory for every name.
public struct Authentication: Sendable {
  /// Finds the principal that a client says to be; `nil` if there is none.
  ///
  /// What it throws is logged, and the client gets `wamp.error.authentication_failed` without it.
  public typealias Directory = @Sendable (AuthenticationRequest) async throws -> Principal?

  enum Source: Sendable {
    case principals(Roll)
    case directory(Set<AuthenticationMethod>, Directory)
  }

  /// The role of clients that prove nothing; `nil` if such may not join.
  public var anonymousRole: String?
  /// Whether clients that proved who they are may come again with the cookie that they had then, if the endpoint hands out
  /// some (`Endpoint.WebSocket.cookie`).
  public var acceptsCookies = false
  let source: Source
  /// What challenges for nobody are made of: for one name always the same.
  let decoys: Decoys

  /// Everybody may join, in the role `anonymous`.
  public static let anonymous = Authentication(principals: [], anonymousRole: Identity.anonymous)

  /// Principals that are known beforehand.
  ///
  /// - Parameter principals: with different authids; of several with one the last counts.
  public init(principals: [Principal], anonymousRole: String? = nil) {
    source = .principals(Roll(principals))
    decoys = Decoys(like: principals)
    self.anonymousRole = anonymousRole
  }

  /// Principals that are looked up when a client comes.
  ///
  /// - Parameters:
  ///   - methods: what is offered to clients.
  ///   - examples: principals such as the directory returns: clients that it does not know are challenged as if they were
  ///     of their roles, for the same costs. Without them it can be told by a challenge who is known.
  ///   - directory: has to return a principal with a credential for the request's method. A client waits for it, within the
  ///     time that it has for the whole opening.
  public init(
    methods: Set<AuthenticationMethod>, anonymousRole: String? = nil, like examples: [Principal] = [],
    directory: @escaping Directory
  ) {
    source = .directory(methods, directory)
    decoys = Decoys(like: examples)
    self.anonymousRole = anonymousRole
  }

  /// What WELCOME calls who knows the principals.
  var provider: String {
    switch source {
    case .principals: "static"
    case .directory: "dynamic"
    }
  }

  /// How clients can prove something here.
  var methods: Set<AuthenticationMethod> {
    switch source {
    case .principals(let roll): roll.methods
    case .directory(let methods, _): methods
    }
  }
}
