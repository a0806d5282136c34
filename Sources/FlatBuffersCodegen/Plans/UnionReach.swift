internal import FlatBuffersReflection

/// The tables that hold a union or from which one can be reached.
///
/// Drafts write such fields first: what is kept of a union's unknown member then lies at the end of the buffer, with
/// little behind it that has to be kept, too, when the record is read and written again.
struct UnionReach {
  private var tables: Set<Int> = []

  init(_ schema: Schema) {
    var grows = true
    while grows {
      grows = false
      for (index, object) in schema.objects.enumerated() where !tables.contains(index) {
        guard object.fields.contains(where: { contains($0) }) else { continue }
        tables.insert(index)
        grows = true
      }
    }
  }

  func contains(_ field: FieldDefinition) -> Bool {
    switch field.type.element {
    case .union: !field.isDeprecated
    case .table(let index): tables.contains(index) && !field.isDeprecated
    default: false
    }
  }
}
