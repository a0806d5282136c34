internal import FlatBuffersRuntime

/// The tables of booleans in which the schema holds roles and their features.
struct RolesLayout: Sendable {
  let roles: [(role: Role, slot: Int, features: [TableSlot])]

  private init(_ slots: [TableSlot], _ features: [Role: [TableSlot]]) {
    roles = slots.map { slot in
      let role = Role(rawValue: slot.name.description)
      return (role, slot.slot, features[role] ?? [])
    }
  }

  private static let client = RolesLayout(
    WireClientRoles.slots,
    [
      .publisher: WirePublisherFeatures.slots, .subscriber: WireSubscriberFeatures.slots,
      .caller: WireCallerFeatures.slots, .callee: WireCalleeFeatures.slots,
    ])
  private static let router = RolesLayout(
    WireRouterRoles.slots, [.broker: WireBrokerFeatures.slots, .dealer: WireDealerFeatures.slots])

  static func of(_ side: Roles.Side) -> RolesLayout {
    switch side {
    case .client: client
    case .router: router
    }
  }

  func read(_ table: TableView) -> Roles {
    var found = Roles()
    for (role, slot, features) in roles {
      guard let table = table.union(slot)?.table else { continue }
      var set: Set<Feature> = []
      for feature in features where table.value(feature.slot, default: false) {
        set.insert(Feature(rawValue: feature.name.description))
      }
      found.features[role] = set
    }
    return found
  }

  func write(_ said: Roles, to builder: inout Builder) -> TableOffset {
    var tables: [(slot: Int, table: TableOffset)] = []
    for (role, slot, features) in roles {
      guard let set = said.features[role] else { continue }
      builder.startTable()
      for feature in features {
        builder.add(set.contains(Feature(rawValue: feature.name.description)), feature.slot, default: false)
      }
      tables.append((slot, builder.endTable()))
    }
    builder.startTable()
    for (slot, table) in tables { builder.add(offset: table, slot) }
    return builder.endTable()
  }
}
