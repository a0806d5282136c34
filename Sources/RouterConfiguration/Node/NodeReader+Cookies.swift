internal import WAMPRouter
internal import WAMPTransport

extension NodeReader {
  private enum StoreType: String, CaseIterable {
    case memory, file, database
  }

  private enum SameSite: String, CaseIterable {
    case strict = "Strict"
    case lax = "Lax"
    case none = "None"

    var value: Endpoint.WebSocket.Cookie.SameSite {
      switch self {
      case .strict: .strict
      case .lax: .lax
      case .none: .none
      }
    }
  }

  /// The `cookie` of a WebSocket, where nothing is said as Crossbar.io has it; but no page's script ever sees one.
  func readCookie(_ item: ConfigurationItem) throws(ConfigurationFault) -> Endpoint.WebSocket.Cookie {
    try item.section { (section) throws(ConfigurationFault) in
      var cookie = Endpoint.WebSocket.Cookie()
      cookie.name = "cbtid"
      cookie.length = 24
      cookie.maxAge = .seconds(7 * 86_400)
      if let name = section.take("name") {
        cookie.name = try name.text()
        guard cookie.name.wholeMatch(of: /[a-z][a-z0-9_]+/) != nil else {
          throw name.fault("is not of small letters, digits and _, beginning with a letter")
        }
      }
      // Shorter ones could be guessed.
      if let length = section.take("length") { cookie.length = try length.integer(22...64) }
      if let age = section.take("max_age") { cookie.maxAge = .seconds(try age.integer(1...(3600 * 86_400))) }
      if let secure = section.take("secure") { cookie.isSecure = try secure.flag() }
      try section.expect([("http_strict", true)])
      if let site = section.take("same_site") { cookie.sameSite = try site.word(of: SameSite.self).value }
      guard let store = section.take("store") else { return cookie }
      return try store.section { (section) throws(ConfigurationFault) in
        let type = try section.require("type")
        guard try type.word(of: StoreType.self) == .memory else {
          throw type.fault("is not supported; it has to be \"memory\"")
        }
        return cookie
      }
    }
  }

  /// Notes whether the `auth` of a WebSocket takes cookies, of which there have to be some then. Of a RawSocket it says nothing.
  mutating func checkCookies(_ auth: ConfigurationItem, _ endpoint: Endpoint) throws(ConfigurationFault) {
    guard let webSocket = endpoint.webSocket else { return }
    var isAccepted = false
    for (name, item) in try auth.entries() where name == "cookie" {
      try item.section { (_) throws(ConfigurationFault) in }
      if webSocket.cookie == nil { throw item.fault("needs a cookie beside auth") }
      isAccepted = true
    }
    if webSocket.cookie != nil { try acceptsCookies.take(isAccepted, at: auth.place) }
  }
}
