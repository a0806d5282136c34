internal import NIOHTTP1

/// The cookie of one client's handshake.
package final class HandshakeCookie: Sendable {
  package let value: String
  /// Whether the client was given it with this handshake; else it brought it.
  package let isNew: Bool
  /// How long it counts from the moment that its client proves something.
  package let maxAge: Duration

  init(_ value: String, isNew: Bool, maxAge: Duration) {
    self.value = value
    self.isNew = isNew
    self.maxAge = maxAge
  }
}

/// Gives the clients of an endpoint their cookies.
struct CookieDesk: Sendable {
  let cookie: Endpoint.WebSocket.Cookie
  let isEncrypted: Bool
  /// Whether a cookie is one that a client proved something with.
  let isKnown: @Sendable (String) -> Bool

  /// The cookie of a handshake: the one that the client brings, if that is known, else a new one.
  func cookie(for request: HTTPRequestHead) -> HandshakeCookie {
    if let brought = brought(by: request), isKnown(brought) {
      return HandshakeCookie(brought, isNew: false, maxAge: cookie.maxAge)
    }
    var generator = SystemRandomNumberGenerator()
    let value = (0..<cookie.length).map { _ in
      Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
    }
    return HandshakeCookie(String(value), isNew: true, maxAge: cookie.maxAge)
  }

  /// What `Set-Cookie` says.
  func header(_ value: String) -> String {
    let isSecure = cookie.isSecure ?? isEncrypted
    return "\(cookie.name)=\(value); Path=/; Max-Age=\(max(cookie.maxAge.components.seconds, 1)); HttpOnly; "
      + "SameSite=\(cookie.sameSite.rawValue)\(isSecure ? "; Secure" : "")"
  }

  private func brought(by request: HTTPRequestHead) -> String? {
    let pairs = request.headers["Cookie"].lazy.flatMap { CookiePair.all(in: $0) }
    guard let value = pairs.first(where: { $0.name == cookie.name })?.value else { return nil }
    return value.utf8.count <= Self.longest ? value : nil
  }

  private static let longest = 256
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}
