public import WAMP
public import WAMPAuthentication
internal import WAMPClient
public import WAMPRouter
public import WAMPTransport

extension Router {
  /// Connects to another router and offers procedures of a realm there: the same in one call, with a session of the
  /// uplink's own, which is closed when that ends.
  ///
  ///     let uplink = try await router.uplink(
  ///       to: "rs://crossbar:8080", realm: "realm1", offering: [.prefix("com.example.users.")])
  ///
  /// - Parameters:
  ///   - address: the other router's URL, or those of several, which are tried in turn.
  ///   - outsideRealm: the realm there.
  ///   - authid: whom the uplink says to be there.
  ///   - authentication: how it proves that.
  ///   - reconnection: what is done when the connection is lost.
  /// - Throws: besides, what connecting throws.
  public func uplink(
    to address: RouterAddress, realm outsideRealm: String, authid: String? = nil,
    authentication: ClientAuthentication = .anonymous, offering procedures: [URIPattern] = [],
    publishing topics: [URIPattern] = [], receiving others: [URIPattern] = [], from realm: String? = nil,
    reconnection: Reconnection = Reconnection(), _ options: UplinkOptions = UplinkOptions()
  ) async throws -> Uplink {
    let session = try await WAMPSession.connect(
      to: address, realm: outsideRealm, authid: authid, authentication: authentication,
      reconnection: reconnection)
    do {
      return try await uplink(
        to: session, closing: true, offering: procedures, publishing: topics, receiving: others, from: realm,
        options)
    } catch {
      await session.close()
      throw error
    }
  }
}
