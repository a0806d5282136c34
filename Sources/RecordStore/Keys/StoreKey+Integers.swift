public import FlatBuffersRuntime

// All integers are stored in 8 bytes: a schema may widen a key's type without rewriting the store.

/// An integer as a key: 8 bytes, big endian.
@frozen
public struct EncodedInteger: EncodedKey {
  @usableFromInline let word: InlineArray<1, UInt64>

  @inlinable @inline(__always)
  init(_ value: UInt64) { word = [value.bigEndian] }

  /// The integer that sorts like the key.
  var value: UInt64 { UInt64(bigEndian: word[0]) }

  @inlinable
  public var bytes: RawSpan {
    // An integer has no padding that could be read uninitialised.
    @inline(__always) @_lifetime(borrow self) get { unsafe word.span.bytes }
  }
}

extension StoreKey where Self: FixedWidthInteger & UnsignedInteger {
  @inlinable @inline(__always)
  public var encoded: EncodedInteger { EncodedInteger(UInt64(truncatingIfNeeded: self)) }

  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(UInt64(truncatingIfNeeded: self))
  }

  @inlinable
  public init?(from decoder: inout KeyDecoder) {
    guard let value = decoder.unsigned() else { return nil }
    self.init(exactly: value)
  }
}

extension StoreKey where Self: FixedWidthInteger & SignedInteger {
  @inlinable @inline(__always)
  public var encoded: EncodedInteger {
    EncodedInteger(UInt64(bitPattern: Int64(truncatingIfNeeded: self)) ^ (1 << 63))
  }

  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(Int64(truncatingIfNeeded: self))
  }

  @inlinable
  public init?(from decoder: inout KeyDecoder) {
    guard let value = decoder.signed() else { return nil }
    self.init(exactly: value)
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
  @inlinable
  public var encoded: EncodedInteger { EncodedInteger(self ? 1 : 0) }

  /// `false` sorts before `true`.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    encoder.append(self ? 1 as UInt64 : 0)
  }

  @inlinable
  public init?(from decoder: inout KeyDecoder) {
    guard let value = decoder.unsigned() else { return nil }
    self = value != 0
  }
}

extension StoreKey where Self: FlatEnum, RawValue: StoreKey {
  @inlinable
  public var encoded: RawValue.Encoded { rawValue.encoded }

  /// Enums sort by the stored integer.
  @inlinable
  public func encode(into encoder: inout KeyEncoder) {
    rawValue.encode(into: &encoder)
  }

  @inlinable
  public init?(from decoder: inout KeyDecoder) {
    guard let value = RawValue(from: &decoder) else { return nil }
    self.init(rawValue: value)
  }
}
