/// The type of a field.
public enum FieldType: Sendable, Equatable {
  case single(ElementType)
  case vector(ElementType)
  /// A fixed number of elements, in structs only.
  case array(ElementType, count: Int)

  /// The type itself, or that of the elements.
  public var element: ElementType {
    switch self {
    case .single(let element), .vector(let element), .array(let element, _): element
    }
  }
}

/// The type of a value or of an element of a vector.
public enum ElementType: Sendable, Equatable {
  case scalar(ScalarType)
  case string
  /// An enum, by its index.
  case enumeration(Int)
  /// A struct, by its index.
  case structure(Int)
  /// A table, by its index.
  case table(Int)
  /// A union's value, by its index among the enums.
  case union(Int)
  /// A union's tag, by its index among the enums.
  case unionTag(Int)
}

extension FieldType {
  /// Whether a field of the type holds a number, a boolean or an enum.
  package var isScalar: Bool {
    switch self {
    case .single(.scalar), .single(.enumeration), .single(.unionTag): true
    default: false
    }
  }

  package var isVector: Bool { if case .vector = self { true } else { false } }

  /// The type of the hidden field that goes with a union or a vector of unions; `nil` for any other type.
  package var tagType: FieldType? {
    switch self {
    case .single(.union(let index)): .single(.unionTag(index))
    case .vector(.union(let index)): .vector(.unionTag(index))
    default: nil
    }
  }
}

extension ElementType {
  package var isUnion: Bool { if case .union = self { true } else { false } }
}
