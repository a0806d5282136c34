/// A table or a struct.
public struct ObjectDefinition: Sendable, Equatable {
  public var header: DefinitionHeader
  public var isStruct: Bool
  /// The fields in the order they were written; a union's hidden tag field stands before it.
  public var fields: [FieldDefinition]
  /// The size in bytes of a struct, padding included; 0 for a table.
  public var size: Int
  /// The alignment in bytes of a struct; 1 for a table.
  public var alignment: Int

  public var name: QualifiedName { header.name }

  /// The index of the `key` field in `fields`.
  public var keyField: Int? { fields.firstIndex { $0.isKey } }
}

/// A field of a table or struct.
public struct FieldDefinition: Sendable, Equatable {
  public var name: String
  public var location: SourceLocation
  public var type: FieldType
  /// The position among the fields: the slot of a table's field, the ordinal of a struct's.
  public var id: Int
  /// The offset in bytes: within the vtable for a table's field, within the struct for a struct's.
  public var offset: Int
  /// The bytes of padding after a struct's field.
  public var padding: Int
  public var defaultValue: DefaultValue
  public var isRequired: Bool
  public var isKey: Bool
  public var isDeprecated: Bool
  /// The index of the table that the bytes of a `nested_flatbuffer` field hold.
  public var nestedTable: Int?
  public var attributes: AttributeList
  public var documentation: [String]

  /// Whether the field is a scalar that may be absent: its default is `null`.
  public var isOptionalScalar: Bool { defaultValue == .null }
}

/// The value a field has when it is absent.
public enum DefaultValue: Sendable, Equatable {
  /// No value: what a string, vector, table or struct without a default has.
  case none
  /// An absent scalar is told from any value.
  case null
  case integer(Int128)
  case real(Double)
  case string(String)
  case emptyVector
}

/// The type of a field.
public enum FieldType: Sendable, Equatable {
  case single(ElementType)
  case vector(ElementType)
  /// A fixed number of elements, in structs only.
  case array(ElementType, count: Int)

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
