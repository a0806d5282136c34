extension NodeReader {
  /// The `auth` of a transport.
  func readAuthentication(_ item: ConfigurationItem) throws(ConfigurationFault)
    -> NodeConfiguration.Authentication
  {
    try item.section { (section) throws(ConfigurationFault) in
      try section.refuse("tls", "cryptosign-proxy", "anonymous-proxy")
      // Said of the endpoint: only WebSockets have some.
      section.skip("cookie")
      var all = NodeConfiguration.Authentication(anonymousRole: nil, principals: [])
      if let anonymous = section.take("anonymous") { all.anonymousRole = try readAnonymous(anonymous) }
      if let item = section.take("ticket") {
        try readPrincipals(item, named: "principals", into: &all, readTicket)
      }
      if let item = section.take("wampcra") { try readPrincipals(item, named: "users", into: &all, readCRA) }
      if let item = section.take("scram") {
        try readPrincipals(item, named: "principals", into: &all, readSCRAM)
      }
      if let item = section.take("cryptosign") {
        try readPrincipals(item, named: "principals", haveRealms: true, into: &all, readCryptosign)
      }
      if all.anonymousRole == nil, all.principals.isEmpty { throw item.fault("lets nobody join") }
      return all
    }
  }

  private func checkStatic(_ section: inout ConfigurationSection) throws(ConfigurationFault) {
    let type = try section.require("type")
    guard try type.text() == "static" else { throw type.fault("is not supported; it has to be \"static\"") }
  }

  private func readAnonymous(_ item: ConfigurationItem) throws(ConfigurationFault) -> String {
    try item.section { (section) throws(ConfigurationFault) in
      try checkStatic(&section)
      try section.refuse("realm", "authid")
      guard let role = section.take("role") else {
        guard hasRole("anonymous") else { throw item.fault("names no role, and no realm has \"anonymous\"") }
        return "anonymous"
      }
      return try readRole(role, of: nil)
    }
  }

  /// A role that clients get: one that nobody has could do nothing, which nobody means.
  private func readRole(_ item: ConfigurationItem, of realm: String?) throws(ConfigurationFault) -> String {
    let role = try item.text()
    guard hasRole(role, in: realm) else {
      throw item.fault(
        "is \(role.debugDescription), a role that \(realm.map { "\($0.debugDescription) does not have" } ?? "no realm has")"
      )
    }
    return role
  }

  /// Whether a realm, or any if none is named, has a role.
  func hasRole(_ role: String, in realm: String? = nil) -> Bool {
    realms.contains { $0.name == realm ?? $0.name && $0.roles.contains { $0.name == role } }
  }

  private func readPrincipals(
    _ item: ConfigurationItem, named key: String, haveRealms: Bool = false,
    into all: inout NodeConfiguration.Authentication,
    _ readProof: (inout ConfigurationSection) throws(ConfigurationFault) -> NodeConfiguration.Proof
  ) throws(ConfigurationFault) {
    let principals = try item.section { (section) throws(ConfigurationFault) in
      try checkStatic(&section)
      try section.refuse("trustroots")
      return try section.require(key).entries()
    }
    for (authid, entry) in principals {
      let principal = try entry.section { (section) throws(ConfigurationFault) in
        let role = try section.require("role")
        // Of the others, Crossbar.io takes whatever realm they ask for.
        let realm = haveRealms ? try section.take("realm")?.text() : nil
        return NodeConfiguration.Principal(
          authid: authid, role: try readRole(role, of: realm), realm: realm, proof: try readProof(&section))
      }
      if let other = all.principals.first(where: { $0.authid == authid }) {
        guard other.role == principal.role, other.realm == principal.realm else {
          throw entry.fault("has another role or realm with another method: a principal has one")
        }
      }
      all.principals.append(principal)
    }
  }
}
