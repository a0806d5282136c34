extension NodeReader {
  private enum EndpointType: String, CaseIterable {
    case tcp, unix
  }

  /// An endpoint on which nothing is spoken yet.
  func readEndpoint(_ item: ConfigurationItem) throws(ConfigurationFault) -> NodeConfiguration.Listener {
    try item.section { (section) throws(ConfigurationFault) in
      let type = try section.require("type").word(of: EndpointType.self)
      try section.refuse("backlog")
      switch type {
      case .tcp: return try readTCP(&section)
      case .unix:
        let path = try surroundings.path(try section.require("path"))
        return NodeConfiguration.Listener(address: .unix(path: path), speaksRawSocket: false)
      }
    }
  }

  private func readTCP(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> NodeConfiguration.Listener {
    try section.refuse("portrange", "user_timeout")
    try section.expect([("shared", false)])
    let port = try surroundings.port(try section.require("port"))
    var host = "0.0.0.0"
    if let version = section.take("version") {
      switch try version.integer(4...6) {
      case 4: break
      case 6: host = "::"
      default: throw version.fault("is neither 4 nor 6")
      }
    }
    if let interface = section.take("interface") { host = try interface.text() }
    return NodeConfiguration.Listener(
      address: .tcp(host: host, port: port), tls: try section.take("tls").map(readTLS), speaksRawSocket: false
    )
  }

  private func readTLS(_ item: ConfigurationItem) throws(ConfigurationFault) -> NodeConfiguration.TLS {
    try item.section { (section) throws(ConfigurationFault) in
      try section.refuse("dhparam", "ciphers")
      if let chain = section.take("chain_certificates"), let first = try chain.list().first {
        throw first.fault("is not supported: the file of the certificate holds those that follow it, too")
      }
      var tls = NodeConfiguration.TLS(
        certificate: try surroundings.path(try section.require("certificate")),
        privateKey: try surroundings.path(try section.require("key")))
      if let authorities = section.take("ca_certificates") {
        let list = try authorities.list()
        if list.count > 1 { throw list[1].fault("is not supported: one file can hold several authorities") }
        tls.clientAuthorities = try list.first.map(surroundings.path)
      }
      return tls
    }
  }
}
