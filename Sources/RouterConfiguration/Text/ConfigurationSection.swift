/// A map of a configuration, whose keys are taken one after the other.
struct ConfigurationSection {
  let place: ConfigurationPlace
  private var rest: [(name: String, item: ConfigurationItem)]

  init(_ entries: [(name: String, item: ConfigurationItem)], at place: ConfigurationPlace) {
    rest = entries
    self.place = place
  }

  /// The value of a key; `nil` if it is not there.
  mutating func take(_ key: String) -> ConfigurationItem? {
    guard let index = rest.firstIndex(where: { $0.name == key }) else { return nil }
    return rest.remove(at: index).item
  }

  /// The value of a key that has to be there.
  mutating func require(_ key: String) throws(ConfigurationFault) -> ConfigurationItem {
    guard let item = take(key) else { throw place.fault("\(key) is missing") }
    return item
  }

  /// Passes over keys that change nothing here.
  mutating func skip(_ keys: String...) {
    rest.removeAll { keys.contains($0.name) }
  }

  /// Refuses keys that Crossbar.io knows.
  func refuse(_ keys: String...) throws(ConfigurationFault) {
    for (name, item) in rest where keys.contains(name) { throw item.fault("is not supported") }
  }

  /// Takes keys that may only say what is so anyway.
  mutating func expect(_ expected: [(key: String, value: Bool)]) throws(ConfigurationFault) {
    for (key, value) in expected {
      guard let item = take(key), try item.flag() != value else { continue }
      throw item.fault("is always \(value) here")
    }
  }

  func end() throws(ConfigurationFault) {
    if let first = rest.first { throw first.item.fault("is not a key that is known here") }
  }
}
