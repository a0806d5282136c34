package import WAMPRouter
internal import WAMP

extension NodeConfiguration {
  /// Starts the router.
  ///
  /// - Throws: ``TransportError`` if an endpoint cannot be listened on or a certificate cannot be used.
  package func start(logger: Logger) async throws -> Router {
    try await Router.start(
      endpoints, realms: try realms.map(configuration), limits: limits, logger: logger)
  }

  /// A realm as the router takes it.
  package func configuration(of realm: Realm) throws(WAMPError) -> RealmConfiguration {
    var principals: [String: WAMPRouter.Principal] = [:]
    for principal in authentication.principals where principal.realm ?? realm.name == realm.name {
      principals[principal.authid, default: .init(principal.authid, role: principal.role)].credentials
        .append(try principal.proof.credential)
    }
    var authentication = WAMPRouter.Authentication(
      principals: Array(principals.values), anonymousRole: authentication.anonymousRole)
    authentication.acceptsCookies = acceptsCookies
    var configuration = RealmConfiguration(
      realm.name, authentication: authentication, permissions: try permissions(of: realm))
    configuration.inventory = try realm.schemas()
    configuration.validation = realm.validation
    return configuration
  }

  /// What the roles of a realm may do: nobody else may do anything.
  private func permissions(of realm: Realm) throws(WAMPError) -> Permissions {
    var permissions = Permissions.closed
    for role in realm.roles {
      for permission in role.permissions {
        // What is for all URIs gives way to wildcards, too.
        let isForAll = permission.match == .prefix && permission.uri.isEmpty
        try permissions.grant(
          permission.allows, to: role.name, on: permission.uri, isForAll ? .wildcard : permission.match,
          disclosing: permission.discloses)
      }
    }
    return permissions
  }
}

extension NodeConfiguration.Proof {
  fileprivate var credential: Credential {
    get throws(WAMPError) {
      switch self {
      case .ticket(let ticket): .ticket(ticket)
      case .wampCRA(let secret): .wampCRA(secret)
      case .scram(let keys): .scram(keys)
      case .cryptosign(let keys): try .cryptosign(publicKeys: keys)
      }
    }
  }
}
