/// A value of a FlexBuffer as a plain Swift value: to be built from, or a copy of what one holds.
///
///     let value: FlexValue = ["name": "Ann", "scores": [1, 2.5], "admin": true]
///     let buffer = try FlexBuffer(value)
public enum FlexValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// An integer; numbers that FlexBuffers keep as unsigned are `unsigned` also where they are small.
  case integer(Int64)
  case unsigned(UInt64)
  case real(Double)
  /// Text. Where a buffer holds text that is not UTF-8, it is repaired.
  case string(String)
  /// Bytes of any kind.
  case blob([UInt8])
  case vector([FlexValue])
  case map(FlexMap)
}

// Not of `nil`: `map["name"] == nil` would ask whether null stands there.
extension FlexValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: FlexValue...) { self = .vector(elements) }

  /// Of a name that stands there twice, the last value counts.
  public init(dictionaryLiteral elements: (String, FlexValue)...) {
    self = .map(FlexMap(elements.map { (key: $0.0, value: $0.1) }))
  }
}
