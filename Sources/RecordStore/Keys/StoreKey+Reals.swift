// The bits of a number sort like the number, if the sign bit is set where it is positive, and all are inverted where it is
// negative. No two values become one: zeros are two keys, and so are NaNs of different bits.

extension Double: StoreKey {
  @inlinable var sortingBits: UInt64 { bitPattern ^ (bitPattern >> 63 == 0 ? 1 << 63 : .max) }

  @inlinable
  public var encoded: EncodedInteger { EncodedInteger(sortingBits) }

  /// Numbers sort by value; −NaN comes before −∞, −0 before +0, and NaN after +∞.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) { encoder.append(sortingBits) }

  public init?(from decoder: inout KeyDecoder) {
    guard let bits = decoder.unsigned() else { return nil }
    self.init(bitPattern: bits ^ (bits >> 63 == 0 ? .max : 1 << 63))
  }
}

extension Float: StoreKey {
  @inlinable var sortingBits: UInt32 { bitPattern ^ (bitPattern >> 31 == 0 ? 1 << 31 : .max) }

  @inlinable
  public var encoded: EncodedInteger { EncodedInteger(UInt64(sortingBits)) }

  /// Numbers sort by value; −NaN comes before −∞, −0 before +0, and NaN after +∞.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) { encoder.append(UInt64(sortingBits)) }

  public init?(from decoder: inout KeyDecoder) {
    let start = decoder.rest
    guard let word = decoder.unsigned() else { return nil }
    guard let bits = UInt32(exactly: word) else {
      decoder.rest = start
      return nil
    }
    self.init(bitPattern: bits ^ (bits >> 31 == 0 ? .max : 1 << 31))
  }
}
