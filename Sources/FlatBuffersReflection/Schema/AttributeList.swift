/// Attributes in the order they were written; a repeated name counts with its first value.
public struct AttributeList: Sendable, Equatable {
  /// What stands behind an attribute's colon.
  public enum Value: Sendable, Equatable {
    case none
    case integer(Int128)
    case string(String)
  }

  /// One attribute, and where it stands.
  public struct Element: Sendable, Equatable {
    public var name: String
    public var value: Value
    public var location: SourceLocation

    package init(name: String, value: Value, location: SourceLocation) {
      self.name = name
      self.value = value
      self.location = location
    }
  }

  public var elements: [Element] = []

  package init(elements: [Element] = []) {
    self.elements = elements
  }

  /// The first attribute of a name.
  public subscript(_ name: String) -> Element? { elements.first { $0.name == name } }

  /// Whether there is an attribute of a name.
  public func contains(_ name: String) -> Bool { self[name] != nil }

  /// The text of an attribute with a string value.
  public func string(_ name: String) -> String? {
    if case .string(let text)? = self[name]?.value { text } else { nil }
  }
}

extension AttributeList.Value: CustomStringConvertible {
  /// The value as a diagnostic names it.
  public var description: String {
    switch self {
    case .none: "no value"
    case .integer(let number): "'\(number)'"
    case .string(let text): "\"\(text)\""
    }
  }
}

extension AttributeList.Value {
  /// The value as a number, whether it was written with quotes or without.
  public var number: Int128? {
    switch self {
    case .integer(let number): number
    case .string(let text): Numeral.integer(text)
    case .none: nil
    }
  }
}
