internal import Synchronization
package import WAMP

/// Who came with which cookie, for all event loops of a router.
package final class CookieStore: Sendable {
  /// The most that are remembered.
  package static let limit = 100_000

  /// Touched when a connection is opened and when its client is let in, never when something is sent.
  private let table: Mutex<CookieTable>

  package init(limit: Int = CookieStore.limit) { table = Mutex(CookieTable(limit: limit)) }

  /// Whether a client proved who it is when it had this cookie, not too long ago.
  package func knows(_ cookie: String) -> Bool {
    table.withLock { $0.bearer(of: cookie, at: .now) != nil }
  }

  /// Who the client with a cookie is in a realm; `nil` if it has to prove that.
  package func identity(of cookie: String, in realm: String) -> Identity? {
    guard let bearer = table.withLock({ $0.bearer(of: cookie, at: .now) }), bearer.realm == realm else {
      return nil
    }
    let name = AuthenticationMethod.cookie.rawValue
    return Identity(authid: bearer.authid, authrole: bearer.authrole, authmethod: name, authprovider: name)
  }

  /// Remembers who proved to be whom when it was given a cookie.
  package func remember(_ identity: Identity, in realm: String, with cookie: String, for age: Duration) {
    let now = ContinuousClock.now
    let bearer = CookieTable.Bearer(
      realm: realm, authid: identity.authid, authrole: identity.authrole, end: now + age)
    table.withLock { $0.remember(bearer, with: cookie, at: now) }
  }

  /// - Returns: how many were forgotten.
  package func forget(_ authid: String?, in realm: String?) -> Int {
    table.withLock { $0.forget(authid, in: realm) }
  }
}
