/// Reads back the values that a stored key is made of, one after the other: what ``KeyEncoder`` appended.
///
/// A value that does not stand there is `nil`; what was taken of it then is not said.
@frozen
public struct KeyDecoder: ~Escapable {
  @usableFromInline var rest: RawSpan
  /// What all bytes are inverted by: ones within a value in descending order, else zeros.
  @usableFromInline var mask: UInt64 = 0

  /// - Parameter key: the bytes of a key, perhaps with others behind it.
  @inlinable @_lifetime(copy key)
  public init(_ key: RawSpan) { rest = key }

  /// Whether all bytes were read.
  @inlinable public var isAtEnd: Bool { rest.isEmpty }

  /// Reads an unsigned integer.
  @inlinable @_lifetime(self: copy self)
  public mutating func unsigned() -> UInt64? {
    guard rest.byteCount >= 8 else { return nil }
    let word = unsafe UInt64(bigEndian: rest.unsafeLoadUnaligned(as: UInt64.self)) ^ mask
    rest = rest.extracting(droppingFirst: 8)
    return word
  }

  /// Reads a signed integer.
  @inlinable @_lifetime(self: copy self)
  public mutating func signed() -> Int64? {
    unsigned().map { Int64(bitPattern: $0 ^ (1 << 63)) }
  }

  /// Reads bytes of any number.
  @_lifetime(self: copy self)
  public mutating func bytes() -> [UInt8]? {
    var bytes: [UInt8] = []
    var place = 0
    while place + 1 < rest.byteCount {
      let (byte, following) = (self[place], self[place + 1])
      guard byte == 0 else {
        bytes.append(byte)
        place += 1
        continue
      }
      if following == 0xFF {
        bytes.append(0)
        place += 2
        continue
      }
      let end = (place + 2 + 7) / 8 * 8
      guard following == 0, end <= rest.byteCount else { return nil }
      rest = rest.extracting(droppingFirst: end)
      return bytes
    }
    return nil
  }

  /// Reads text; `nil` also for bytes that are not UTF-8.
  @_lifetime(self: copy self)
  public mutating func string() -> String? {
    let start = rest
    guard let bytes = bytes() else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      rest = start
      return nil
    }
    return text
  }
}

extension KeyDecoder {
  /// A byte that is not read yet.
  private subscript(place: Int) -> UInt8 {
    // Asked within the bytes only; and bytes have no padding that could be read uninitialised.
    unsafe rest.unsafeLoad(fromByteOffset: place, as: UInt8.self) ^ UInt8(truncatingIfNeeded: mask)
  }

  /// Reads bytes of a fixed number.
  @_lifetime(self: copy self)
  public mutating func bytes(count: Int) -> [UInt8]? {
    let end = (count + 7) / 8 * 8
    guard rest.byteCount >= end else { return nil }
    var bytes: [UInt8] = []
    for place in 0..<count { bytes.append(self[place]) }
    rest = rest.extracting(droppingFirst: end)
    return bytes
  }

  /// Reads a key in an order: what ``KeyEncoder/append(_:order:)`` appended.
  @inlinable @_lifetime(self: copy self)
  public mutating func key<Key: StoreKey>(_ type: Key.Type, order: KeyOrder) -> Key? {
    if order == .ascending { return Key(from: &self) }
    return inverted { Key(from: &$0) }
  }

  /// Reads what was appended in descending order.
  @inlinable @_lifetime(self: copy self)
  mutating func inverted<R>(_ read: (inout KeyDecoder) -> R) -> R {
    mask = ~mask
    defer { mask = ~mask }
    return read(&self)
  }
}
