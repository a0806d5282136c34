internal import FlatBuffersReflection

/// The tables of which there can be no record: each requires another one of itself, or a table that does.
struct ImpossibleTables {
  private var tables: Set<Int>

  init(_ schema: Schema) {
    tables = Set(schema.objects.indices)
    var shrinks = true
    while shrinks {
      shrinks = false
      for index in tables where !schema.objects[index].fields.contains(where: { contains($0) }) {
        tables.remove(index)
        shrinks = true
      }
    }
  }

  func contains(_ table: Int) -> Bool { tables.contains(table) }

  /// Whether a field has to be there and can't be.
  private func contains(_ field: FieldDefinition) -> Bool {
    guard case .single(.table(let index)) = field.type else { return false }
    return field.isRequired && !field.isDeprecated && tables.contains(index)
  }
}
