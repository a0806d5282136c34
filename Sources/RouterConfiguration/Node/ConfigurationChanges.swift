internal import WAMPRouter
internal import WAMPTransport

/// What of a changed configuration a running router takes over, and what has to wait until it starts again.
package struct ConfigurationChanges: Sendable, Equatable {
  /// The realms whose roles, principals or schemas are others, as they are now.
  package var realms: [NodeConfiguration.Realm]
  /// What stays as it was, for people.
  package var kept: [String]
}

extension ConfigurationChanges {
  package init(from old: NodeConfiguration, to new: NodeConfiguration) {
    let hasOtherPrincipals = old.authentication != new.authentication
    realms = new.realms.filter { realm in
      guard let known = old.realms.first(where: { $0.name == realm.name }) else { return false }
      // The files of an inventory may be others, too.
      return hasOtherPrincipals || known != realm || !realm.inventory.isEmpty
    }
    let names = (old: Set(old.realms.map(\.name)), new: Set(new.realms.map(\.name)))
    kept = names.new.subtracting(names.old).sorted().map { "the realm \($0) is new" }
    kept += names.old.subtracting(names.new).sorted().map { "the realm \($0) is gone" }
    kept += Self.kept(of: old.endpoints, new.endpoints)
    if old.limits != new.limits { kept.append("the limits of transports are others") }
  }

  private static func kept(
    of old: [Endpoint], _ new: [Endpoint]
  ) -> [String] {
    var kept: [String] = []
    for endpoint in new {
      guard let known = old.first(where: { $0.address == endpoint.address }) else {
        kept.append("the endpoint \(endpoint.address) is new")
        continue
      }
      if known != endpoint { kept.append("the endpoint \(endpoint.address) is told otherwise") }
    }
    for endpoint in old where !new.contains(where: { $0.address == endpoint.address }) {
      kept.append("the endpoint \(endpoint.address) is gone")
    }
    return kept
  }
}
