// Foundation's dates count seconds as `Double`: with these two a store takes them without importing Foundation, which
// every client would otherwise have to carry.

extension FixedWidthInteger where Self: StoreKey {
  /// Nanoseconds since 1970 of seconds since 1970: `Int64(nanosecondsSince1970: date.timeIntervalSince1970)`.
  ///
  /// - Parameter seconds: what is out of the type's range counts as its nearest end, what is no number as 0.
  public init(nanosecondsSince1970 seconds: Double) {
    guard !seconds.isNaN else {
      self = 0
      return
    }
    // More than any 64-bit integer of nanoseconds, and few enough for the arithmetic below.
    let limit = 1e12
    let bounded = Swift.min(Swift.max(seconds, -limit), limit)
    let whole = bounded.rounded(.down)
    let rest = ((bounded - whole) * 1e9).rounded()
    self.init(clamping: Int128(whole) * 1_000_000_000 + Int128(rest))
  }

  /// Nanoseconds since 1970 as seconds: `Date(timeIntervalSince1970: record.sent.secondsSince1970)`; of present times
  /// exact to about 200 nanoseconds.
  public var secondsSince1970: Double {
    let (whole, rest) = quotientAndRemainder(dividingBy: 1_000_000_000)
    return Double(whole) + Double(rest) / 1e9
  }
}
