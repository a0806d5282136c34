/// Reads back the values that a stored key is made of, one after the other: what ``KeyEncoder`` appended.
///
/// A value that does not stand there is `nil`, and nothing is taken then.
@frozen
public struct KeyDecoder: ~Escapable {
  @usableFromInline var rest: RawSpan

  /// - Parameter key: the bytes of a key, perhaps with others behind it.
  @inlinable @_lifetime(copy key)
  public init(_ key: RawSpan) { rest = key }

  /// Whether all bytes were read.
  @inlinable public var isAtEnd: Bool { rest.isEmpty }

  /// Reads an unsigned integer.
  @inlinable @_lifetime(self: copy self)
  public mutating func unsigned() -> UInt64? {
    guard rest.byteCount >= 8 else { return nil }
    let word = unsafe UInt64(bigEndian: rest.unsafeLoadUnaligned(as: UInt64.self))
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
      let (byte, following) = (rest[place], rest[place + 1])
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

extension RawSpan {
  fileprivate subscript(place: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: place, as: UInt8.self) }
}
