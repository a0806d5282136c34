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

  package init(
    header: DefinitionHeader,
    isStruct: Bool,
    fields: [FieldDefinition],
    size: Int,
    alignment: Int
  ) {
    self.header = header
    self.isStruct = isStruct
    self.fields = fields
    self.size = size
    self.alignment = alignment
  }

  /// The name with its namespace.
  public var name: QualifiedName { header.name }

  /// The index of the `key` field in `fields`.
  public var keyField: Int? { fields.firstIndex { $0.isKey } }
}

extension ObjectDefinition {
  /// The field with this name.
  public func field(named name: String) -> FieldDefinition? { fields.first { $0.name == name } }

  /// The fields as they are counted: by their ids.
  package var fieldsByID: [FieldDefinition] { fields.sorted { $0.id < $1.id } }
}
