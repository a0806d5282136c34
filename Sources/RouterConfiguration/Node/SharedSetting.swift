/// A setting that the router has once, though every transport can name it.
struct SharedSetting<Value: Equatable> {
  private(set) var value: Value?
  private var path = ""

  /// Takes what a transport says.
  ///
  /// - Throws: ``ConfigurationFault`` if another one said something else.
  mutating func take(_ value: Value, at place: ConfigurationPlace) throws(ConfigurationFault) {
    if let known = self.value, known != value {
      throw place.fault("is not the same as \(path): the router has one for all transports")
    }
    guard self.value == nil else { return }
    self.value = value
    path = place.path
  }
}
