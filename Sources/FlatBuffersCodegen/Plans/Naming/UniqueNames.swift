internal import FlatBuffersReflection

/// Swift names in one scope, to find those that meet.
struct UniqueNames {
  private var owners: [String: String] = [:]

  mutating func add(
    _ swiftName: String, for name: String, at location: SourceLocation, _ log: inout DiagnosticLog
  ) {
    guard let other = owners.updateValue(name, forKey: swiftName) else { return }
    log.error(
      "found '\(name)' and '\(other)', expected names that differ in Swift: both become '\(swiftName)'",
      at: location)
  }
}
