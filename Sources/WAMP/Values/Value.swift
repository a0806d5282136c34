public import SharedBytes

/// A dynamically typed value: one application argument, option or detail of a WAMP message.
///
/// The type that every WAMP serializer can carry. An integer that fits `Int64` is always `.int`.
public enum Value: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  /// An integer above `Int64.max`; build unsigned values with ``init(_:)-(UInt64)``.
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes(SharedBytes)
  case list([Value])
  case map([String: Value])

  /// The canonical case of an unsigned integer.
  public init(_ unsigned: UInt64) {
    self = unsigned <= UInt64(Int64.max) ? .int(Int64(unsigned)) : .uint(unsigned)
  }
}

extension Value {
  /// Whether there is no value.
  public var isNull: Bool { self == .null }

  /// The value of a boolean.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The value of an integer within the range of `Int64`.
  public var intValue: Int64? {
    if case .int(let value) = self { value } else { nil }
  }

  /// The value of an integer that is not negative.
  public var unsignedValue: UInt64? {
    switch self {
    case .int(let value): UInt64(exactly: value)
    case .uint(let value): value
    default: nil
    }
  }

  /// The value of a number, integers converted to the nearest double.
  public var doubleValue: Double? {
    switch self {
    case .double(let value): value
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    default: nil
    }
  }

  /// The value of a string.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value of binary data; shares its bytes.
  public var bytesValue: SharedBytes? {
    if case .bytes(let value) = self { value } else { nil }
  }

  /// The elements of a list.
  public var listValue: [Value]? {
    if case .list(let value) = self { value } else { nil }
  }

  /// The entries of a map.
  public var mapValue: [String: Value]? {
    if case .map(let value) = self { value } else { nil }
  }

  /// What kind of value this is, for messages about a wrong one.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int, .uint: "an integer"
    case .double: "a floating-point number"
    case .string: "a string"
    case .bytes: "binary data"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
