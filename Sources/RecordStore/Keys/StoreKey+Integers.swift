public import FlatBuffersRuntime

// All integers are stored in 8 bytes: a schema may widen a key's type without rewriting the store.

/// The bytes of one unsigned integer as a key, on the stack.
@inlinable @inline(__always)
func withEncoded<R, E: Error>(
  word: UInt64, _ body: (RawSpan) throws(E) -> R
) throws(E) -> R {
  let bytes: InlineArray<1, UInt64> = [word.bigEndian]
  // An integer has no padding that could be read uninitialised.
  return try unsafe body(bytes.span.bytes)
}

extension StoreKey where Self: FixedWidthInteger & UnsignedInteger {
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(UInt64(truncatingIfNeeded: self))
  }

  @inlinable @inline(__always)
  public func withEncoded<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try RecordStore.withEncoded(word: UInt64(truncatingIfNeeded: self), body)
  }
}

extension StoreKey where Self: FixedWidthInteger & SignedInteger {
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(Int64(truncatingIfNeeded: self))
  }

  @inlinable @inline(__always)
  public func withEncoded<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    let ordered = UInt64(bitPattern: Int64(truncatingIfNeeded: self)) ^ (1 << 63)
    return try RecordStore.withEncoded(word: ordered, body)
  }
}

extension UInt8: StoreKey {}
extension UInt16: StoreKey {}
extension UInt32: StoreKey {}
extension UInt64: StoreKey {}
extension UInt: StoreKey {}
extension Int8: StoreKey {}
extension Int16: StoreKey {}
extension Int32: StoreKey {}
extension Int64: StoreKey {}
extension Int: StoreKey {}

extension Bool: StoreKey {
  /// `false` sorts before `true`.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(self ? 1 as UInt64 : 0)
  }
}

extension StoreKey where Self: FlatEnum, RawValue: StoreKey {
  /// Enums sort by the stored integer.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    rawValue.encode(into: &encoder)
  }
}
