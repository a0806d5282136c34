public import FlatBuffersRuntime

extension KeyEncoder {
  /// Appends a key in an order: a descending one sorts the other way round.
  @inlinable
  public mutating func append<Key: StoreKey>(_ key: Key, order: KeyOrder) {
    let start = byteCount
    append(key)
    if order == .descending { invert(from: start) }
  }

  /// Appends a string in place, in an order.
  @inlinable
  public mutating func append(_ text: borrowing StringView, order: KeyOrder) {
    let start = byteCount
    append(text)
    if order == .descending { invert(from: start) }
  }

  /// Appends a vector of bytes in place, in an order.
  @inlinable
  public mutating func append(_ bytes: borrowing FlatVector<UInt8>, order: KeyOrder) {
    let start = byteCount
    append(bytes)
    if order == .descending { invert(from: start) }
  }

  /// Appends what the keys of all strings begin with that begin with `text`: the end of a ``KeyPrefix``.
  public mutating func append(beginningOf text: String, order: KeyOrder = .ascending) {
    let start = byteCount
    append(escaped: text.utf8Span.span)
    if order == .descending { invert(from: start) }
  }

  /// Appends what the keys of all vectors of bytes begin with that begin with `bytes`: the end of a ``KeyPrefix``.
  public mutating func append(beginningOf bytes: [UInt8], order: KeyOrder = .ascending) {
    let start = byteCount
    append(escaped: bytes.span)
    if order == .descending { invert(from: start) }
  }
}
