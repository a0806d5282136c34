/// What of a changed configuration a running router takes over, and what has to wait until it starts again.
package struct ConfigurationChanges: Sendable, Equatable {
  /// The realms whose roles or principals are others, as they are now.
  package var realms: [NodeConfiguration.Realm]
  /// What stays as it was, for people.
  package var kept: [String]
}

extension ConfigurationChanges {
  package init(from old: NodeConfiguration, to new: NodeConfiguration) {
    let hasOtherPrincipals = old.authentication != new.authentication
    realms = new.realms.filter { realm in
      guard let known = old.realms.first(where: { $0.name == realm.name }) else { return false }
      return hasOtherPrincipals || known != realm
    }
    let names = (old: Set(old.realms.map(\.name)), new: Set(new.realms.map(\.name)))
    kept = names.new.subtracting(names.old).sorted().map { "the realm \($0) is new" }
    kept += names.old.subtracting(names.new).sorted().map { "the realm \($0) is gone" }
    kept += Self.kept(of: old.listeners, new.listeners)
    if old.limits != new.limits { kept.append("the limits of transports are others") }
  }

  private static func kept(
    of old: [NodeConfiguration.Listener], _ new: [NodeConfiguration.Listener]
  ) -> [String] {
    var kept: [String] = []
    for listener in new {
      guard let known = old.first(where: { $0.address == listener.address }) else {
        kept.append("the endpoint \(listener.address) is new")
        continue
      }
      if known != listener { kept.append("the endpoint \(listener.address) is told otherwise") }
    }
    for listener in old where !new.contains(where: { $0.address == listener.address }) {
      kept.append("the endpoint \(listener.address) is gone")
    }
    return kept
  }
}

extension NodeConfiguration.Address: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
