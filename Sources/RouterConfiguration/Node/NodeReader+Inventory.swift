internal import InterfaceCatalogs
internal import WAMP

extension NodeReader {
  /// Reads which schemas a realm has, and what becomes of payloads that are not what they say.
  func readInventory(
    _ section: inout ConfigurationSection, into realm: inout NodeConfiguration.Realm
  ) throws(ConfigurationFault) {
    let inventory = section.take("inventory")
    if let inventory {
      for entry in try inventory.list() {
        let path = try surroundings.path(entry)
        guard path.hasSuffix(".bfbs") || path.hasSuffix(".fbs") || InterfaceCatalog.isName(path) else {
          throw entry.fault("is no file of schemas: its name has to end with .bfbs, .fbs or .zip")
        }
        realm.inventory.append(path)
      }
      if realm.inventory.isEmpty { throw inventory.fault("is empty: there is nothing to go by") }
    }
    guard let validation = section.take("validate") else { return }
    if inventory == nil { throw validation.fault("stands there without an inventory to go by") }
    realm.validation = try validation.word()
  }
}
