/// The fixed-size types built into the schema language.
public enum ScalarType: String, Sendable, CaseIterable {
  case bool, byte, ubyte, short, ushort, int, uint, long, ulong, float, double

  /// The type of a name of the language, aliases such as `int32` included.
  public init?(named name: String) {
    switch name {
    case "int8": self = .byte
    case "uint8": self = .ubyte
    case "int16": self = .short
    case "uint16": self = .ushort
    case "int32": self = .int
    case "uint32": self = .uint
    case "int64": self = .long
    case "uint64": self = .ulong
    case "float32": self = .float
    case "float64": self = .double
    default: self.init(rawValue: name)
    }
  }

  /// The size and alignment in bytes.
  public var size: Int {
    switch self {
    case .bool, .byte, .ubyte: 1
    case .short, .ushort: 2
    case .int, .uint, .float: 4
    case .long, .ulong, .double: 8
    }
  }

  /// Whether it is `float` or `double`.
  public var isFloatingPoint: Bool { self == .float || self == .double }
  /// Whether it is an integer; `bool` is none.
  public var isInteger: Bool { self != .bool && !isFloatingPoint }

  /// Whether it is an integer that can be negative.
  public var isSigned: Bool {
    switch self {
    case .byte, .short, .int, .long: true
    default: false
    }
  }

  /// The values an integer of this type can hold; `0...1` for `bool`, `nil` for floating-point types.
  public var integerRange: ClosedRange<Int128>? {
    if self == .bool { return 0...1 }
    guard isInteger else { return nil }
    let bits = size * 8
    return isSigned ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1
  }

  /// The numbers a default can be, `nil` for floating-point types: a `bool` is true by any byte but 0.
  package var defaultRange: ClosedRange<Int128>? { self == .bool ? 0...255 : integerRange }
}
