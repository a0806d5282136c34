/// A value that can be the key of a table or an index.
///
/// Keys are stored as bytes that sort like the values: integers by value, strings by their UTF-8
/// bytes. Every key part takes a multiple of 8 bytes, so that the records behind the keys stay
/// 8-byte aligned in the file. A whole key may take ``KeyEncoder/limit`` bytes.
public protocol StoreKey: Sendable {
  /// Appends the key's bytes.
  ///
  /// No encoded key may be the beginning of another one; what ``KeyEncoder`` appends never is.
  func encode(into encoder: inout KeyEncoder)

  /// Calls `body` with the encoded key, valid during the call.
  ///
  /// Of a key longer than ``KeyEncoder/limit`` the first `limit` bytes are given. They equal no
  /// stored key and sort like the key itself.
  func withEncoded<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R
}

extension StoreKey {
  @inlinable
  public func withEncoded<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    var encoder = KeyEncoder()
    encode(into: &encoder)
    return try body(encoder.bytes)
  }
}
