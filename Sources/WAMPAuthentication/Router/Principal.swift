/// Somebody whom a realm knows: whom clients can prove to be, and what they may do then.
public struct Principal: Sendable {
  /// The name that others are told.
  public var authid: String
  /// What decides about permissions.
  public var authrole: String
  /// What a client has to prove; one of each method at most counts.
  public var credentials: [Credential]

  public init(_ authid: String, role authrole: String, _ credentials: Credential...) {
    self.init(authid, role: authrole, credentials)
  }

  public init(_ authid: String, role authrole: String, _ credentials: [Credential]) {
    self.authid = authid
    self.authrole = authrole
    self.credentials = credentials
  }

  func credential(for method: AuthenticationMethod) -> Credential? {
    credentials.first { $0.methods.contains(method) }
  }
}
