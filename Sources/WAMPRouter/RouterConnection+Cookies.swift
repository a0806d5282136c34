internal import WAMP
internal import WAMPAuthentication
internal import WAMPTransport

extension RouterConnection {
  /// Who the client is by the cookie it came with.
  func identityByCookie(in realm: String) -> Identity? {
    guard let cookie = connection?.cookie, !cookie.isNew else { return nil }
    return shared.cookies.identity(of: cookie.value, in: realm)
  }

  /// The client proved who it is: it may come again with the cookie that it was given with this connection.
  ///
  /// Never with one that it brought: whoever gave it that would be taken for this client from now on.
  func rememberCookie(of identity: Identity, in replica: LoopReplica) {
    guard let cookie = connection?.cookie else { return }
    connection?.cookie = nil
    guard cookie.isNew, replica.authentication.acceptsCookies, identity.authmethod != Identity.anonymous
    else { return }
    shared.cookies.remember(identity, in: replica.realm, with: cookie.value, for: cookie.maxAge)
  }
}
