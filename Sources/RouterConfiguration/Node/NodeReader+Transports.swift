internal import WAMP
internal import WAMPRouter
internal import WAMPTransport

extension NodeReader {
  mutating func readTransports(_ item: ConfigurationItem) throws(ConfigurationFault) -> [Endpoint] {
    var endpoints: [Endpoint] = []
    for entry in try item.list() { endpoints.append(try readTransport(entry)) }
    if endpoints.isEmpty { throw item.fault("is empty: no client could connect") }
    return endpoints
  }

  private enum TransportType: String, CaseIterable {
    case websocket, rawsocket, universal, web
  }

  private mutating func readTransport(
    _ item: ConfigurationItem
  ) throws(ConfigurationFault) -> Endpoint {
    try item.section { (section) throws(ConfigurationFault) in
      section.skip("id")
      let type = try section.require("type").word(of: TransportType.self)
      var endpoint = try readEndpoint(try section.require("endpoint"))
      switch type {
      case .websocket:
        endpoint.webSocket = Endpoint.WebSocket()
        try readWebSocket(&section, into: &endpoint)
      case .rawsocket:
        (endpoint.webSocket, endpoint.speaksRawSocket) = (nil, true)
        try readRawSocket(&section, into: &endpoint)
      case .universal: try readUniversal(&section, into: &endpoint)
      case .web:
        try section.refuse("options")
        try readPaths(try section.require("paths"), into: &endpoint)
      }
      return endpoint
    }
  }

  private mutating func readUniversal(
    _ section: inout ConfigurationSection, into endpoint: inout Endpoint
  ) throws(ConfigurationFault) {
    try section.refuse("mqtt", "web")
    endpoint.webSocket = nil
    if let rawSocket = section.take("rawsocket") {
      endpoint.speaksRawSocket = true
      try rawSocket.section { (section) throws(ConfigurationFault) in
        try readRawSocket(&section, into: &endpoint)
      }
    }
    if let paths = section.take("websocket") { try readPaths(paths, into: &endpoint) }
    guard endpoint.webSocket != nil || endpoint.speaksRawSocket else {
      throw section.place.fault("has neither rawsocket nor websocket")
    }
  }

  /// The WebSocket services of a port, by their paths.
  private mutating func readPaths(
    _ item: ConfigurationItem, into endpoint: inout Endpoint
  ) throws(ConfigurationFault) {
    var paths: Set<String> = []
    var origins = SharedSetting<Set<String>>()
    var compression = SharedSetting<Compression?>()
    var cookies = SharedSetting<Endpoint.WebSocket.Cookie?>()
    for (name, service) in try item.entries() {
      paths.insert(name.hasPrefix("/") ? name : "/" + name)
      endpoint.webSocket = Endpoint.WebSocket()
      try service.section { (section) throws(ConfigurationFault) in
        let type = try section.require("type")
        guard try type.text() == "websocket" else {
          throw type.fault("is not \"websocket\": nothing else is served here")
        }
        try readWebSocket(&section, into: &endpoint)
      }
      try origins.take(endpoint.webSocket?.allowedOrigins ?? ["*"], at: service.place)
      try compression.take(endpoint.webSocket?.compression, at: service.place)
      try cookies.take(endpoint.webSocket?.cookie, at: service.place)
    }
    if paths.isEmpty { throw item.fault("is empty") }
    endpoint.webSocket?.paths = paths
  }

  private mutating func readWebSocket(
    _ section: inout ConfigurationSection, into endpoint: inout Endpoint
  ) throws(ConfigurationFault) {
    section.skip("id", "type", "url")
    endpoint.webSocket?.cookie = try section.take("cookie").map(readCookie)
    try readService(&section, into: &endpoint)
    if let options = section.take("options") {
      try readWebSocketOptions(options, into: &endpoint.webSocket)
    }
  }

  private mutating func readRawSocket(
    _ section: inout ConfigurationSection, into endpoint: inout Endpoint
  ) throws(ConfigurationFault) {
    section.skip("id", "type")
    try readService(&section, into: &endpoint)
    guard let options = section.take("options") else { return }
    try options.section { (section) throws(ConfigurationFault) in try readMessageSize(&section) }
  }

  /// What both transports can say.
  private mutating func readService(
    _ section: inout ConfigurationSection, into endpoint: inout Endpoint
  ) throws(ConfigurationFault) {
    try section.expect([("debug", false)])
    if let auth = section.take("auth") {
      try checkCookies(auth, endpoint)
      try authentication.take(try readAuthentication(auth), at: auth.place)
    } else if hasRole("anonymous") {
      try authentication.take(.unsaid, at: section.place)
      if endpoint.webSocket?.cookie != nil { try acceptsCookies.take(false, at: section.place) }
    } else {
      throw section.place.fault("auth is missing, and no realm has the role \"anonymous\"")
    }
    guard let serializers = section.take("serializers") else { return }
    let formats = try readFormats(serializers)
    if let known = endpoint.subprotocols, known != formats {
      throw serializers.fault("is not the same as for the other transport of this endpoint")
    }
    endpoint.subprotocols = formats
  }

  private func readFormats(_ item: ConfigurationItem) throws(ConfigurationFault) -> Set<String> {
    var formats: Set<String> = []
    for entry in try item.list() {
      let name = try entry.text()
      guard let format = SerializerKind(name: name) else {
        throw entry.fault("the format \(name.debugDescription) is not supported")
      }
      formats.insert(format.subprotocol)
    }
    if formats.isEmpty { throw item.fault("is empty: clients could speak nothing") }
    return formats
  }
}
