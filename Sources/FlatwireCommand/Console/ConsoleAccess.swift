import Flatwire

/// From where a console may be opened: which hosts its address may name, and which pages may talk to its router.
struct ConsoleAccess: Equatable {
  let hosts: Set<String>
  let origins: Set<String>

  /// - Parameters:
  ///   - endpoint: where the router listens.
  ///   - origins: those of the page where other machines open it, such as `https://packages.example.com`.
  ///   - isOpen: whether everybody may join the realm.
  /// - Throws: ``ConsoleError`` if other machines would get what they must not.
  init(to endpoint: Endpoint, from origins: [String], isOpen: Bool) throws(ConsoleError) {
    let hosts = try origins.map { origin throws(ConsoleError) in try ConsoleAccess.host(of: origin) }
    let isLocal = endpoint.isOfThisMachine
    if isOpen, !isLocal || !origins.isEmpty {
      let place = isLocal ? origins[0] : "\(endpoint.address)"
      throw ConsoleError(
        "a console at \(place) shows its tables to other machines: name who may join with --user, "
          + "and the secret in FLATWIRE_USER_SECRET of the environment")
    }
    guard isLocal else {
      if origins.isEmpty {
        throw ConsoleError(
          "a console at \(endpoint.address) needs --origin: where browsers open it, such as https://packages.example.com"
        )
      }
      self.hosts = Set(hosts)
      self.origins = Set(origins)
      return
    }
    // An address of this machine that has no usual name, such as 127.0.0.2, is one, too.
    let address = endpoint.address.host.flatMap { $0.contains(":") ? nil : $0 }
    let own = address.map { [$0, "\($0):*"] } ?? []
    self.hosts = Set(LocalHosts.patterns + own + hosts)
    self.origins = Set(LocalHosts.origins + own.flatMap { ["http://\($0)", "https://\($0)"] } + origins)
  }

  /// An endpoint that serves files to whom this lets in.
  func serving(_ files: [String: StaticPages.File], at endpoint: Endpoint) -> Endpoint {
    var endpoint = endpoint
    endpoint.webSocket?.pages = StaticPages(files: files, hosts: hosts)
    endpoint.webSocket?.allowedOrigins = origins
    return endpoint
  }

  /// What the header `Host` says of requests for pages of an origin.
  private static func host(of origin: String) throws(ConsoleError) -> String {
    let start = "https://"
    let host = origin.dropFirst(start.count).lowercased()
    let isHost = host.wholeMatch(of: /(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?/) != nil
    guard origin.lowercased().hasPrefix(start), isHost else {
      throw ConsoleError(
        "--origin \(origin) is none: it is https:// and a host, perhaps with a port, and nothing behind it. "
          + "Browsers let pages log in over https only")
    }
    return host
  }
}
