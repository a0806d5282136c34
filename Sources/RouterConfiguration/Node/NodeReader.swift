internal import WAMPRouter

/// Reads a node configuration, part by part: each part is in an extension.
struct NodeReader {
  let surroundings: ConfigurationSurroundings
  /// Those whose roles clients can have.
  var realms: [NodeConfiguration.Realm] = []
  // What transports have to agree on.
  var authentication = SharedSetting<NodeConfiguration.Authentication>()
  /// Whether clients come back with a cookie, said of the transports that give one.
  var acceptsCookies = SharedSetting<Bool>()
  var messageSize = SharedSetting<Int>()
  var openingTimeout = SharedSetting<Int>()
  var pingInterval = SharedSetting<Int>()
  var pingTimeout = SharedSetting<Int>()

  init(_ surroundings: ConfigurationSurroundings) { self.surroundings = surroundings }

  mutating func read(_ root: ConfigurationItem) throws(ConfigurationFault) -> NodeConfiguration {
    try root.section { (section) throws(ConfigurationFault) in
      section.skip("$schema")
      let version = try section.require("version")
      _ = try version.integer(2...2)
      if let controller = section.take("controller") {
        try controller.section { (section) throws(ConfigurationFault) in
          section.skip("id")
          try section.refuse("options", "manhole", "connections", "keyring", "fabric", "fabric-center")
        }
      }
      let workers = try section.require("workers")
      let list = try workers.list()
      guard let router = list.first else { throw workers.fault("is empty: there is nothing to run") }
      if list.count > 1 { throw list[1].fault("is more than one worker: only one router is run") }
      return try readRouter(router)
    }
  }

  private mutating func readRouter(_ worker: ConfigurationItem) throws(ConfigurationFault)
    -> NodeConfiguration
  {
    try worker.section { (section) throws(ConfigurationFault) in
      let type = try section.require("type")
      guard try type.text() == "router" else {
        throw type.fault("is not \"router\": nothing else is run here")
      }
      section.skip("id")
      if let options = section.take("options") {
        try options.section { (section) throws(ConfigurationFault) in section.skip("title") }
      }
      try section.refuse("manhole", "connections", "rlinks")
      if let components = section.take("components"), let first = try components.list().first {
        throw first.fault("is not supported: components run as programs of their own")
      }
      realms = try readRealms(try section.require("realms"))
      let endpoints = try readTransports(try section.require("transports"))
      let authentication = authentication.value ?? .unsaid
      return NodeConfiguration(
        realms: realms, endpoints: endpoints, authentication: authentication,
        acceptsCookies: acceptsCookies.value ?? false,
        limits: limits)
    }
  }

  private var limits: Router.Limits {
    var limits = Router.Limits()
    if let size = messageSize.value { limits.messageSize = size }
    if let time = openingTimeout.value { limits.helloTimeout = .milliseconds(time) }
    if let time = pingInterval.value { limits.keepAlive?.pingAfter = .milliseconds(time) }
    if let time = pingTimeout.value { limits.keepAlive?.closeAfter = .milliseconds(time) }
    return limits
  }
}
