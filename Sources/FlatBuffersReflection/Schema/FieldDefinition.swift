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

  package init(
    name: String,
    location: SourceLocation,
    type: FieldType,
    id: Int,
    offset: Int,
    padding: Int,
    defaultValue: DefaultValue,
    isRequired: Bool,
    isKey: Bool,
    isDeprecated: Bool,
    nestedTable: Int?,
    attributes: AttributeList,
    documentation: [String]
  ) {
    self.name = name
    self.location = location
    self.type = type
    self.id = id
    self.offset = offset
    self.padding = padding
    self.defaultValue = defaultValue
    self.isRequired = isRequired
    self.isKey = isKey
    self.isDeprecated = isDeprecated
    self.nestedTable = nestedTable
    self.attributes = attributes
    self.documentation = documentation
  }

  /// Whether the field is a scalar that may be absent: its default is `null`.
  public var isOptionalScalar: Bool { defaultValue == .null }

  /// Whether the field is the hidden tag of a union or of a vector of unions.
  public var isUnionTag: Bool { if case .unionTag = type.element { true } else { false } }
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
