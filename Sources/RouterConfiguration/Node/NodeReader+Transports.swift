internal import WAMP

extension NodeReader {
  private typealias Listener = NodeConfiguration.Listener

  mutating func readTransports(_ item: ConfigurationItem) throws(ConfigurationFault) -> [NodeConfiguration
    .Listener]
  {
    var listeners: [NodeConfiguration.Listener] = []
    for entry in try item.list() { listeners.append(try readTransport(entry)) }
    if listeners.isEmpty { throw item.fault("is empty: no client could connect") }
    return listeners
  }

  private enum TransportType: String, CaseIterable {
    case websocket, rawsocket, universal, web
  }

  private mutating func readTransport(
    _ item: ConfigurationItem
  ) throws(ConfigurationFault) -> NodeConfiguration.Listener {
    try item.section { (section) throws(ConfigurationFault) in
      section.skip("id")
      let type = try section.require("type").word(of: TransportType.self)
      var listener = try readEndpoint(try section.require("endpoint"))
      switch type {
      case .websocket:
        listener.webSocket = NodeConfiguration.WebSocket()
        try readWebSocket(&section, into: &listener)
      case .rawsocket:
        listener.speaksRawSocket = true
        try readRawSocket(&section, into: &listener)
      case .universal: try readUniversal(&section, into: &listener)
      case .web:
        try section.refuse("options")
        try readPaths(try section.require("paths"), into: &listener)
      }
      return listener
    }
  }

  private mutating func readUniversal(
    _ section: inout ConfigurationSection, into listener: inout NodeConfiguration.Listener
  ) throws(ConfigurationFault) {
    try section.refuse("mqtt", "web")
    if let rawSocket = section.take("rawsocket") {
      listener.speaksRawSocket = true
      try rawSocket.section { (section) throws(ConfigurationFault) in
        try readRawSocket(&section, into: &listener)
      }
    }
    if let paths = section.take("websocket") { try readPaths(paths, into: &listener) }
    guard listener.webSocket != nil || listener.speaksRawSocket else {
      throw section.place.fault("has neither rawsocket nor websocket")
    }
  }

  /// The WebSocket services of a port, by their paths.
  private mutating func readPaths(
    _ item: ConfigurationItem, into listener: inout NodeConfiguration.Listener
  ) throws(ConfigurationFault) {
    var paths: Set<String> = []
    var origins = SharedSetting<Set<String>>()
    for (name, service) in try item.entries() {
      paths.insert(name.hasPrefix("/") ? name : "/" + name)
      listener.webSocket = NodeConfiguration.WebSocket()
      try service.section { (section) throws(ConfigurationFault) in
        let type = try section.require("type")
        guard try type.text() == "websocket" else {
          throw type.fault("is not \"websocket\": nothing else is served here")
        }
        try readWebSocket(&section, into: &listener)
      }
      try origins.take(listener.webSocket?.allowedOrigins ?? ["*"], at: service.place)
    }
    if paths.isEmpty { throw item.fault("is empty") }
    listener.webSocket?.paths = paths
  }

  private mutating func readWebSocket(
    _ section: inout ConfigurationSection, into listener: inout NodeConfiguration.Listener
  ) throws(ConfigurationFault) {
    section.skip("id", "type", "url")
    try section.refuse("cookie")
    try readService(&section, into: &listener)
    if let options = section.take("options") {
      listener.webSocket?.allowedOrigins = try readWebSocketOptions(options)
    }
  }

  private mutating func readRawSocket(
    _ section: inout ConfigurationSection, into listener: inout NodeConfiguration.Listener
  ) throws(ConfigurationFault) {
    section.skip("id", "type")
    try readService(&section, into: &listener)
    guard let options = section.take("options") else { return }
    try options.section { (section) throws(ConfigurationFault) in try readMessageSize(&section) }
  }

  /// What both transports can say.
  private mutating func readService(
    _ section: inout ConfigurationSection, into listener: inout NodeConfiguration.Listener
  ) throws(ConfigurationFault) {
    try section.expect([("debug", false)])
    if let auth = section.take("auth") {
      try authentication.take(try readAuthentication(auth), at: auth.place)
    } else if hasRole("anonymous") {
      try authentication.take(.unsaid, at: section.place)
    } else {
      throw section.place.fault("auth is missing, and no realm has the role \"anonymous\"")
    }
    guard let serializers = section.take("serializers") else { return }
    let formats = try readFormats(serializers)
    if let known = listener.formats, known != formats {
      throw serializers.fault("is not the same as for the other transport of this endpoint")
    }
    listener.formats = formats
  }

  private func readFormats(_ item: ConfigurationItem) throws(ConfigurationFault) -> [SerializerKind] {
    var formats: [SerializerKind] = []
    for entry in try item.list() {
      let name = try entry.text()
      guard let format = SerializerKind(subprotocol: "wamp.2.\(name)") else {
        throw entry.fault("the format \(name.debugDescription) is not supported")
      }
      formats.append(format)
    }
    if formats.isEmpty { throw item.fault("is empty: clients could speak nothing") }
    return formats
  }
}
