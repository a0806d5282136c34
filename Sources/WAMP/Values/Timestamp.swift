/// A time of day: milliseconds since 1970 in UTC, without leap seconds.
package struct Timestamp: Sendable, Hashable, Comparable {
  package let milliseconds: Int64

  /// Times before 1970 and after the year 9999, which have no text, become the nearest one that has.
  package init(milliseconds: Int64) { self.milliseconds = min(max(milliseconds, 0), Self.last) }

  /// The end of the year 9999.
  private static let last: Int64 = 253_402_300_799_999

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp: CustomStringConvertible {
  /// As ISO 8601 and RFC 3339 write it: `2026-01-31T23:59:59.500Z`.
  package var description: String {
    var day = Int(milliseconds / 86_400_000)
    var year = 1970
    while day >= RFC3339.days(year) {
      day -= RFC3339.days(year)
      year += 1
    }
    var month = 1
    while day >= RFC3339.days(month, year) {
      day -= RFC3339.days(month, year)
      month += 1
    }
    let time = Int(milliseconds % 86_400_000)
    let date = "\(year)-\(digits(month, 2))-\(digits(day + 1, 2))"
    let (hour, minute, second) = (time / 3_600_000, time / 60_000 % 60, time / 1000 % 60)
    return "\(date)T\(digits(hour, 2)):\(digits(minute, 2)):\(digits(second, 2)).\(digits(time % 1000, 3))Z"
  }

  private func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: count - text.utf8.count) + text
  }
}
