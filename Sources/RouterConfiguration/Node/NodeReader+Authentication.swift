extension NodeReader {
  /// The `auth` of a transport.
  func readAuthentication(_ item: ConfigurationItem) throws(ConfigurationFault)
    -> NodeConfiguration.Authentication
  {
    try item.section { (section) throws(ConfigurationFault) in
      try section.refuse("tls", "cookie", "cryptosign-proxy", "anonymous-proxy")
      var all = NodeConfiguration.Authentication(anonymousRole: nil, principals: [])
      if let anonymous = section.take("anonymous") { all.anonymousRole = try readAnonymous(anonymous) }
      if let ticket = section.take("ticket") {
        try readPrincipals(ticket, named: "principals", into: &all) { (section) throws(ConfigurationFault) in
          .ticket(try surroundings.secret(try section.require("ticket")))
        }
      }
      if let cra = section.take("wampcra") { try readPrincipals(cra, named: "users", into: &all, readCRA) }
      if let scram = section.take("scram") {
        try readPrincipals(scram, named: "principals", into: &all, readSCRAM)
      }
      if let cryptosign = section.take("cryptosign") {
        try readPrincipals(cryptosign, named: "principals", into: &all, readCryptosign)
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
    _ item: ConfigurationItem, named key: String, into all: inout NodeConfiguration.Authentication,
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
        let realm = try section.take("realm")?.text()
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

  private func readCRA(_ section: inout ConfigurationSection) throws(ConfigurationFault)
    -> NodeConfiguration.Proof
  {
    let secret = try surroundings.secret(try section.require("secret"))
    let iterations = section.take("iterations")
    let keyLength = section.take("keylen")
    guard let salt = section.take("salt") else {
      if let unused = iterations ?? keyLength { throw unused.fault("says nothing without a salt") }
      return .wampCRA(secret, nil)
    }
    return .wampCRA(
      secret,
      NodeConfiguration.Derivation(
        salt: try salt.text(), iterations: try iterations?.integer(1...2_000_000) ?? 1000,
        keyLength: try keyLength?.integer(1...1024) ?? 32))
  }

  private func readSCRAM(_ section: inout ConfigurationSection) throws(ConfigurationFault)
    -> NodeConfiguration.Proof
  {
    .scram(
      NodeConfiguration.ScramCredential(
        function: try section.require("kdf").word(),
        iterations: try section.require("iterations").integer(1...2_000_000),
        memory: try section.require("memory").integer(0...(4 << 20)),
        salt: try section.require("salt").text(),
        storedKey: try surroundings.secret(try section.require("stored-key")),
        serverKey: try surroundings.secret(try section.require("server-key"))))
  }

  private func readCryptosign(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> NodeConfiguration.Proof {
    let item = try section.require("authorized_keys")
    var keys: [String] = []
    for entry in try item.list() {
      let key = try entry.text()
      guard key.count == 64, key.allSatisfy(\.isHexDigit) else {
        throw entry.fault("is not of 64 hexadecimal digits")
      }
      keys.append(key.lowercased())
    }
    if keys.isEmpty { throw item.fault("is empty: nobody could prove it") }
    return .cryptosign(keys)
  }
}
