/// A session of a realm, as the broker and the dealer know it.
public struct Member: Sendable, Equatable {
  public var id: SessionID
  public var authid: String?
  public var authrole: String?
  /// What the client announced in its HELLO.
  public var roles: Roles

  public init(id: SessionID, authid: String? = nil, authrole: String? = nil, roles: Roles = Roles()) {
    self.id = id
    self.authid = authid
    self.authrole = authrole
    self.roles = roles
  }
}
