/// Codes the values of an enum by their names, as FlatBuffers' JSON has them.
struct EnumNames<Value: FixedWidthInteger & Codable> {
  private let names: [(value: Value, name: String)]

  init(_ names: [(value: Value, name: String)]) { self.names = names }

  /// A number, a name, or several names of flags with spaces between them.
  func decode(from decoder: any Decoder) throws -> Value {
    let container = try decoder.singleValueContainer()
    guard let text = try? container.decode(String.self) else { return try container.decode(Value.self) }
    let words = text.split(separator: " ")
    if words.isEmpty {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no member ''")
    }
    var value: Value = 0
    for word in words {
      // The enum's own name may stand before the member's.
      let name = word.split(separator: ".").last ?? word
      guard let number = names.first(where: { $0.name == name })?.value ?? Value(word) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "there is no member '\(word)'")
      }
      value |= number
    }
    return value
  }

  /// The name of a value; the names of flags; the number if there are none.
  func encode(_ value: Value, isFlags: Bool, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let text = text(of: value, isFlags: isFlags) {
      try container.encode(text)
    } else {
      try container.encode(value)
    }
  }

  /// The name of a value, or the names of flags with spaces between them; `nil` if there are none.
  func text(of value: Value, isFlags: Bool) -> String? {
    if let name = names.first(where: { $0.value == value })?.name { return name }
    var rest = value
    var words: [String] = []
    if isFlags {
      for (flag, name) in names where flag != 0 && rest & flag == flag {
        words.append(name)
        rest &= ~flag
      }
    }
    return rest == 0 && !words.isEmpty ? words.joined(separator: " ") : nil
  }
}

extension FlatEnum {
  /// Decodes a number or the names of the schema; what generated enums are decoded by.
  public static func decoded(from decoder: any Decoder) throws -> Self {
    Self(rawValue: try EnumNames(names).decode(from: decoder))
  }

  /// Encodes the name in the schema, or the number if there is none; what generated enums are encoded by.
  public func encodeName(to encoder: any Encoder) throws {
    try EnumNames(Self.names).encode(rawValue, isFlags: false, to: encoder)
  }
}

extension FlatEnum where Self: OptionSet {
  /// The names of the flags with spaces between them, or the number if there is one without a name.
  public var description: String { EnumNames(Self.names).text(of: rawValue, isFlags: true) ?? "\(rawValue)" }

  /// Encodes the names of the flags, or the number if there is one without a name.
  public func encodeName(to encoder: any Encoder) throws {
    try EnumNames(Self.names).encode(rawValue, isFlags: true, to: encoder)
  }
}
