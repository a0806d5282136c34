internal import WAMP

extension NodeReader {
  func readRealms(_ item: ConfigurationItem) throws(ConfigurationFault) -> [NodeConfiguration.Realm] {
    var realms: [NodeConfiguration.Realm] = []
    for entry in try item.list() {
      let realm = try readRealm(entry)
      if realms.contains(where: { $0.name == realm.name }) {
        throw entry.fault("the realm \(realm.name.debugDescription) stands there twice")
      }
      realms.append(realm)
    }
    if realms.isEmpty { throw item.fault("is empty: clients could join nothing") }
    return realms
  }

  private func readRealm(_ item: ConfigurationItem) throws(ConfigurationFault) -> NodeConfiguration.Realm {
    try item.section { (section) throws(ConfigurationFault) in
      section.skip("id")
      let name = try section.require("name")
      let text = try name.text()
      if let fault = URI.fault(in: text) {
        throw name.fault("\(text.debugDescription) is no realm: \(fault)")
      }
      // Event history and checked payloads: nothing is kept or checked as long as these are refused.
      try section.refuse("store", "inventory")
      if let options = section.take("options") { try readOptions(options) }
      var roles: [NodeConfiguration.Role] = []
      for entry in try section.require("roles").list() {
        let role = try readRole(entry)
        if roles.contains(where: { $0.name == role.name }) {
          throw entry.fault("the role \(role.name.debugDescription) stands there twice")
        }
        roles.append(role)
      }
      return NodeConfiguration.Realm(name: text, roles: roles)
    }
  }

  private func readOptions(_ item: ConfigurationItem) throws(ConfigurationFault) {
    try item.section { (section) throws(ConfigurationFault) in
      try section.expect([("enable_meta_api", true), ("bridge_meta_api", false)])
      try section.refuse("event_dispatching_chunk_size")
      if let check = section.take("uri_check"), try check.text() != "loose" {
        throw check.fault("is always \"loose\" here")
      }
    }
  }

  private func readRole(_ item: ConfigurationItem) throws(ConfigurationFault) -> NodeConfiguration.Role {
    try item.section { (section) throws(ConfigurationFault) in
      let name = try section.require("name").text()
      try section.refuse("authorizer")
      var permissions: [NodeConfiguration.Permission] = []
      for entry in try section.take("permissions")?.list() ?? [] {
        let permission = try readPermission(entry)
        if permissions.contains(where: { $0.uri == permission.uri && $0.match == permission.match }) {
          throw entry.fault("the same URIs have a permission already")
        }
        permissions.append(permission)
      }
      return NodeConfiguration.Role(name: name, permissions: permissions)
    }
  }

  private func readPermission(
    _ item: ConfigurationItem
  ) throws(ConfigurationFault) -> NodeConfiguration.Permission {
    try item.section { (section) throws(ConfigurationFault) in
      let (uri, match) = try readPattern(&section)
      try section.refuse("validate")
      var permission = NodeConfiguration.Permission(
        uri: uri, match: match, allows: [], disclosesCaller: false, disclosesPublisher: false)
      if let allow = section.take("allow") {
        try allow.section { (section) throws(ConfigurationFault) in
          for action in NodeConfiguration.Action.allCases {
            if try section.take(action.rawValue)?.flag() == true { permission.allows.insert(action) }
          }
        }
      }
      if let disclose = section.take("disclose") {
        try disclose.section { (section) throws(ConfigurationFault) in
          permission.disclosesCaller = try section.take("caller")?.flag() ?? false
          permission.disclosesPublisher = try section.take("publisher")?.flag() ?? false
        }
      }
      // What stands in the file does not change by being asked again.
      _ = try section.take("cache")?.flag()
      return permission
    }
  }

  /// The URIs of a permission: `*` at the end makes a prefix and elsewhere a wildcard, unless `match` says what it is.
  private func readPattern(
    _ section: inout ConfigurationSection
  ) throws(ConfigurationFault) -> (uri: String, match: MatchPolicy) {
    let item = try section.require("uri")
    // With a policy of its own, the empty pattern is a prefix of all.
    let match = section.take("match")
    guard case .text(let uri) = item.node.content else { throw item.fault("has to be text") }
    guard let match else {
      if uri.isEmpty { throw item.fault("is empty") }
      if uri.hasSuffix("*"), uri.dropLast().allSatisfy({ $0 != "*" }) {
        return (String(uri.dropLast()), .prefix)
      }
      return uri.contains("*") ? (uri.filter { $0 != "*" }, .wildcard) : (uri, .exact)
    }
    let word = try match.text()
    guard let policy = MatchPolicy(rawValue: word) else {
      throw match.fault("\(word.debugDescription) is none of exact, prefix, wildcard")
    }
    if uri.contains("*") { throw item.fault("has a *, which stands for itself beside \"match\"") }
    if uri.isEmpty, policy != .prefix { throw item.fault("is empty") }
    return (uri, policy)
  }
}
