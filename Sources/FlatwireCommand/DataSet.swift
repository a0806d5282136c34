import ArgumentParser
import Foundation

/// The records to import and where they came from.
struct DataSet {
  let source: String
  let records: [Package.Draft]

  private static let status = "/var/lib/dpkg/status"
  private static let zones = "/usr/share/zoneinfo/zone.tab"

  /// Reads `input`, or what every Debian or Ubuntu machine has, or else the system's time zones.
  ///
  /// - Throws: an error that names the file, and the line where it is not of the expected format.
  static func load(_ input: String?) throws -> DataSet {
    if let input { return DataSet(source: input, records: try PackageStatus.parse(read(input), file: input)) }
    if FileManager.default.fileExists(atPath: status) {
      return DataSet(source: status, records: try PackageStatus.parse(read(status), file: status))
    }
    guard FileManager.default.fileExists(atPath: zones) else {
      throw ValidationError("neither \(status) nor \(zones) is on this machine; name a file with --input")
    }
    print("There is no \(status) on this machine; the time zones of \(zones) are imported as packages.")
    return DataSet(source: zones, records: try ZoneTable.parse(read(zones), file: zones))
  }

  private static func read(_ path: String) throws -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A line that is not of the expected format.
struct FormatError: Error, Equatable, CustomStringConvertible {
  let file: String
  let line: Int
  let message: String

  var description: String { "\(file):\(line): \(message)" }
}
