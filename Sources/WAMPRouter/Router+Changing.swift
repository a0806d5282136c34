internal import NIOCore
internal import WAMP

extension Router {
  /// Gives a realm other rules and another inventory, those of `configuration`, while it runs.
  ///
  /// Who joins from now on is held against its principals, and all that clients ask for from now on against its
  /// permissions. Sessions that are open stay, with their roles, and so do their subscriptions and registrations.
  /// Permissions of `nil` let the realm keep those it has.
  ///
  /// - Returns: when all event loops go by the new rules.
  /// - Throws: ``WAMPError`` if the router has no realm of that name, or a schema of the inventory is wrong.
  public func change(_ configuration: RealmConfiguration) async throws {
    let owner = try owner(of: configuration.name)
    let (inventory, schemas) = try configuration.loadedInventory()
    try await owner.eventLoop.flatSubmit { owner.value.change(configuration, inventory, schemas) }.get()
  }
}

extension RealmOwner {
  /// - Returns: when all loops go by the new rules.
  fileprivate func change(
    _ configuration: RealmConfiguration, _ inventory: PayloadInventory?, _ schemas: [DescribedSchema]
  ) -> EventLoopFuture<Void> {
    realm.change(inventory, schemas)
    if let permissions = configuration.permissions { realm.change(permissions) }
    let gate = realm.gate
    return tellReplicas { replica, _ in replica.change(gate, configuration.authentication) }
  }
}
