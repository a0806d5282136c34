/// The time zone table of the system (zone.tab, tzfile documentation): country code, coordinates,
/// zone and comments, separated by tabs.
enum ZoneTable {
  /// The zones as records of the demo: the name is the zone's, the version its coordinates, the
  /// section its country.
  static func parse(_ text: String, file: String) throws(FormatError) -> [Package.Draft] {
    var zones: [Package.Draft] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count >= 3 else {
        throw FormatError(file: file, line: index + 1, message: "expected country, coordinates and zone")
      }
      zones.append(
        Package.Draft(
          name: columns[2], version: columns[1], section: columns[0],
          description: columns.count > 3 ? columns[3] : nil))
    }
    if zones.isEmpty { throw FormatError(file: file, line: 1, message: "no zone found") }
    return zones.sorted { $0.name < $1.name }
  }
}
