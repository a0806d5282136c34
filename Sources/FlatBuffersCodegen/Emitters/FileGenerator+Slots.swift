internal import FlatBuffersReflection

// The fields of tables by name, for code that is not written for each of them.
extension FileGenerator {
  func writeSlots(_ fields: [TableField], to writer: inout SourceWriter) {
    writer.line("/// The fields by name.")
    writer.block("\(access)static var slots: [\(runtime)TableSlot]") { writer in
      guard !fields.isEmpty else { return writer.line("[]") }
      writer.line("[")
      writer.indented { writer in
        for field in fields {
          for entry in entries(of: field) {
            writer.line("\(runtime)TableSlot(\(entry.joined(separator: ", "))),")
          }
        }
      }
      writer.line("]")
    }
  }

  /// What the initialisers of the field's `TableSlot`s take; a union has two fields.
  private func entries(of field: TableField) -> [[String]] {
    let name = Self.literal(field.field.name)
    switch field.kind {
    case .value: return [[name, "\(field.slot)", "\(field.type).self"]]
    case .union(let tagSlot):
      guard case .single(.union(let index)) = field.field.type else { return [] }
      let tag = [
        Self.literal(field.field.name + "_type"), "\(tagSlot)", types.swiftType(.unionTag(index)) + ".self",
      ]
      return [tag, [name, "\(field.slot)"]]
    case .unions(let tagSlot):
      return [[Self.literal(field.field.name + "_type"), "\(tagSlot)"], [name, "\(field.slot)"]]
    default: return [[name, "\(field.slot)"]]
    }
  }

  func writeSlots(of members: [UnionMember], tag: String, to writer: inout SourceWriter) {
    writer.line("/// The fields of the member that `tag` tells; empty if that is no table.")
    writer.block("\(access)static func slots(of tag: \(tag)) -> [\(runtime)TableSlot]") { writer in
      let tables = members.filter { $0.kind == .table }
      writeSwitch("tag", tables, "default: []", to: &writer) { member in
        "\(Self.literal(member.value)): \(member.type).slots"
      }
    }
  }
}
