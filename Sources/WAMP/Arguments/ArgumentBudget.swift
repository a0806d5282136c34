/// How much a record may say in plain arguments: what it stores once and refers to often is said at each place, so that a
/// few MB of offsets could say terabytes.
package struct ArgumentBudget {
  /// The most bytes of text, names and binary data: as large as messages are, if nobody wants others.
  static let byteLimit = 16 << 20

  private var values: ValueBudget
  private let valueCount: Int
  private var bytesLeft: Int
  private let byteCount: Int

  /// - Parameters:
  ///   - count: the most values.
  ///   - limit: the most bytes, if fewer than usual.
  package init(values count: Int = ValueBudget().count, bytes limit: Int = .max) {
    values = ValueBudget(count: count)
    valueCount = count
    byteCount = min(limit, Self.byteLimit)
    bytesLeft = byteCount
  }

  /// Whether at least half of all is left.
  package var hasHalf: Bool { values.count >= valueCount / 2 && bytesLeft >= byteCount / 2 }

  /// Takes some values.
  mutating func take(_ count: Int) throws(WAMPError) {
    guard values.take(count) else { throw Self.spent("\(valueCount) values") }
  }

  /// Takes what a value, or the name of one, is long.
  mutating func take(bytes count: Int) throws(WAMPError) {
    bytesLeft -= count
    guard bytesLeft >= 0 else { throw Self.spent("\(byteCount) bytes of text and binary data") }
  }

  private static func spent(_ limit: String) -> WAMPError {
    WAMPError(.payloadSizeExceeded, "in plain arguments the record is more than \(limit)")
  }
}
