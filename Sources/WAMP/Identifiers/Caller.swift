/// Who calls a procedure of the router's own process.
public struct Caller: Sendable, Hashable {
  /// The calling session.
  public let session: SessionID
  /// Whom the router takes it for.
  public let authID: String
  /// Its role.
  public let authRole: String

  package init(session: SessionID, authID: String, authRole: String) {
    self.session = session
    self.authID = authID
    self.authRole = authRole
  }

  init(_ member: Member) {
    self.init(session: member.id, authID: member.authid ?? "", authRole: member.authrole ?? "")
  }
}
