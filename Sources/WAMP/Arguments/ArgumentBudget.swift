/// How much is said in plain arguments: what a record stores once and refers to often is said at each place, so that a few
/// MB of offsets could say terabytes.
package struct ArgumentBudget {
  /// The most values.
  static let valueLimit = ValueBudget().count
  /// The most bytes of text, names and binary data: as large as messages are, if nobody wants others.
  static let byteLimit = 16 << 20

  /// The values that were said.
  package private(set) var values = 0
  /// The bytes of text, names and binary data that were said.
  package private(set) var bytes = 0

  package init() {}

  /// Takes some values.
  mutating func take(_ count: Int) throws(WAMPError) {
    values += count
    guard values <= Self.valueLimit else { throw Self.spent("\(Self.valueLimit) values") }
  }

  /// Takes what a value, or the name of one, is long.
  mutating func take(bytes count: Int) throws(WAMPError) {
    bytes += count
    guard bytes <= Self.byteLimit else { throw Self.spent("\(Self.byteLimit) bytes of text and binary data") }
  }

  private static func spent(_ limit: String) -> WAMPError {
    WAMPError(.payloadSizeExceeded, "in plain arguments the record is more than \(limit)")
  }
}
