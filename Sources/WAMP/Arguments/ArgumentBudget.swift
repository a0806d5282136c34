/// How much a record may say in plain arguments: what it stores once and refers to often is said at each place, so that a
/// few MB of offsets could say terabytes.
package struct ArgumentBudget {
  /// The most bytes of text, names and binary data: as large as messages are, if nobody wants others.
  static let byteLimit = 16 << 20

  private var values = ValueBudget()
  private var bytesLeft = byteLimit

  package init() {}

  /// Takes some values.
  mutating func take(_ count: Int) throws(WAMPError) {
    guard values.take(count) else { throw Self.spent("\(ValueBudget().count) values") }
  }

  /// Takes what a value, or the name of one, is long.
  mutating func take(bytes count: Int) throws(WAMPError) {
    bytesLeft -= count
    guard bytesLeft >= 0 else { throw Self.spent("\(Self.byteLimit) bytes of text and binary data") }
  }

  private static func spent(_ limit: String) -> WAMPError {
    WAMPError(.payloadSizeExceeded, "in plain arguments the record is more than \(limit)")
  }
}
