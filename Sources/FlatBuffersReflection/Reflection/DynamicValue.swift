public import SharedBytes

/// A value of a record that is read by its schema at run time.
public enum DynamicValue: Sendable {
  case bool(Bool)
  /// An integer, or the value of an enum or of a union's tag.
  case integer(Int128)
  /// A `float` or `double`.
  case real(Double)
  /// The bytes of a string: UTF-8, unless its writer erred.
  case string(SharedBytes)
  case table(DynamicTable)
  case structure(DynamicStruct)
  case vector(DynamicVector)
  /// A union's member that the schema does not know; its type is the tag's value.
  case unknownMember(tag: Int128)
}

extension DynamicValue {
  /// An integer, boolean or enum as a number of a type; `nil` for other values, and where the type can't hold it.
  public func value<Number: FixedWidthInteger>(as type: Number.Type) -> Number? {
    switch self {
    case .integer(let value): Number(exactly: value)
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The bytes of a string or of a vector of bytes, as they are stored; `nil` for other values.
  public var bytes: [UInt8]? {
    switch self {
    case .string(let bytes): Array(bytes)
    case .vector(let vector) where vector.stride == 1: vector.bytes.map { Array($0) }
    default: nil
    }
  }

  /// The text of a string; bytes that are not UTF-8 are replaced by U+FFFD.
  public var text: String? {
    if case .string(let bytes) = self { String(decoding: [UInt8](bytes), as: UTF8.self) } else { nil }
  }
}
