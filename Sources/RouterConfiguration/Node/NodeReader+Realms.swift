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
      // Event history: nothing is kept as long as this is refused.
      try section.refuse("store")
      var realm = NodeConfiguration.Realm(name: text, roles: [])
      try readInventory(&section, into: &realm)
      if let options = section.take("options") { try readOptions(options) }
      for entry in try section.require("roles").list() {
        let role = try readRole(entry)
        if realm.roles.contains(where: { $0.name == role.name }) {
          throw entry.fault("the role \(role.name.debugDescription) stands there twice")
        }
        realm.roles.append(role)
      }
      return realm
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
        if let other = permissions.first(where: permission.contradicts) {
          throw entry.fault(
            "does not go together with that for \(other.uri.debugDescription) (\(other.match)): \(Self.rule)")
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
      var permission = NodeConfiguration.Permission(uri: uri, match: match)
      permission.allows = try readActions(
        section.take("allow"),
        [("call", .call), ("register", .register), ("publish", .publish), ("subscribe", .subscribe)])
      permission.discloses = try readActions(
        section.take("disclose"), [("caller", .call), ("publisher", .publish)])
      // What stands in the file does not change by being asked again.
      _ = try section.take("cache")?.flag()
      return permission
    }
  }

  /// The actions that a section says yes to, each under its key.
  private func readActions(
    _ item: ConfigurationItem?, _ keys: [(String, Permissions.Actions)]
  ) throws(ConfigurationFault) -> Permissions.Actions {
    guard let item else { return [] }
    return try item.section { (section) throws(ConfigurationFault) in
      var actions: Permissions.Actions = []
      for (key, action) in keys where try section.take(key)?.flag() == true { actions.insert(action) }
      return actions
    }
  }
}
