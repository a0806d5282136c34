/// A value that can be the key of a table or an index.
///
/// Keys are stored as bytes that sort like the values: integers by value, strings by their UTF-8
/// bytes. Every key part takes a multiple of 8 bytes, so that the records behind the keys stay
/// 8-byte aligned in the file. A whole key may take ``KeyEncoder/limit`` bytes.
///
/// Schemas make keys of their fields. A key that is written by hand, for a table or index that is defined in code,
/// appends its values in the order in which they count, and reads them back in the same one:
///
///     struct Version: StoreKey {
///       var name: String
///       var number: Int
///
///       func encode(into encoder: inout KeyEncoder) {
///         encoder.append(name)
///         encoder.append(number, order: .descending)
///       }
///
///       init?(from decoder: inout KeyDecoder) {
///         guard let name = decoder.key(String.self, order: .ascending),
///           let number = decoder.key(Int.self, order: .descending)
///         else { return nil }
///         self.name = name
///         self.number = number
///       }
///     }
///
/// ``CompositeKey`` adds that such keys are equal and sort as they are stored.
public protocol StoreKey: Sendable {
  /// What holds the bytes of one encoded key, without allocating.
  associatedtype Encoded: EncodedKey = KeyEncoder

  /// The bytes of this key alone.
  var encoded: Encoded { get }

  /// Appends the key's bytes.
  ///
  /// No encoded key may be the beginning of another one; what ``KeyEncoder`` appends never is.
  func encode(into encoder: inout KeyEncoder)

  /// Reads a key back that ``encode(into:)`` appended; `nil` if there is none of this type.
  init?(from decoder: inout KeyDecoder)
}

extension StoreKey where Encoded == KeyEncoder {
  @inlinable
  public var encoded: KeyEncoder {
    var encoder = KeyEncoder()
    encode(into: &encoder)
    return encoder
  }
}

/// The bytes of an encoded key.
public protocol EncodedKey {
  /// The bytes, valid as long as this value. Of a key longer than ``KeyEncoder/limit`` the first
  /// `limit` bytes: they equal no stored key and sort like the key itself.
  var bytes: RawSpan { @_lifetime(borrow self) get }
}
