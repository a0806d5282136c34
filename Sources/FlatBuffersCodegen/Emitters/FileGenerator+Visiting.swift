internal import FlatBuffersReflection

// What the runtime copies, codes, compares and hashes drafts by.
extension FileGenerator {
  /// Writes a draft whose fields are absent, and how a draft shows its fields.
  func writeVisiting(_ fields: [TableField], _ index: Int, to writer: inout SourceWriter) {
    writeBlank(fields, index, to: &writer)
    writer.line()
    writer.line("\(inlinable)\(access)static func visit(")
    writer.indented {
      $0.line("_ draft: inout Self, _ other: inout Self, _ visitor: \(runtime)DraftVisitor")
    }
    writer.block(")") { writer in
      for field in fields {
        let name = field.name
        // Written even where drafts are not Codable: others that are may hold them.
        let schemaName = Self.literal(field.field.name)
        writer.call(
          "visitor.\(visit(field))",
          ["&draft.\(name)", "&other.\(name)", schemaName] + arguments(field))
      }
    }
  }

  private func writeBlank(_ fields: [TableField], _ index: Int, to writer: inout SourceWriter) {
    let head = "\(inlinable)\(access)static var blank: Self"
    if impossibleTables.contains(index) {
      writer.line("\(inlinable)\(access)static var isImpossible: \(swift)Bool { true }")
      writer.block(head) {
        $0.line("\(swift)preconditionFailure(\"the table requires itself: there is none\")")
      }
      return
    }
    let values = fields.compactMap { field in
      isGivenToDraft(field, of: index) ? "\(field.name): \(blank(field))" : nil
    }
    let line = "\(head) { Self(\(values.joined(separator: ", "))) }"
    if writer.fits(line) { return writer.line(line) }
    writer.block(head) { $0.call("Self", values) }
  }

  /// What a field without a default has in a blank draft.
  private func blank(_ field: TableField) -> String {
    if let value = field.draftDefault { return value }
    return switch field.kind {
    case .value: field.type + "()"
    case .string: "\"\""
    case .table: "\(field.draftType).blank"
    case .union: ".unknown(\(runtime)UnknownMember())"
    case .vector where field.field.isFlexBuffer: "\(runtime)FlexBuffer()"
    case .vector, .strings, .tables, .unions: "[]"
    }
  }

  /// The method that a visitor is shown a field by.
  private func visit(_ field: TableField) -> String {
    let name =
      switch field.kind {
      case .value: "value"
      case .string: "string"
      case .table: "table"
      case .union: "union"
      case .vector where field.nested != nil: "nested"
      case .vector where field.field.isFlexBuffer: "flexBuffer"
      case .vector: field.holdsScalars ? "scalars" : "vector"
      case .strings: "strings"
      case .tables: "tables"
      case .unions: "unions"
      }
    return field.isOptionalInDraft ? "optional" + name.prefix(1).uppercased() + name.dropFirst() : name
  }

  private func arguments(_ field: TableField) -> [String] {
    var arguments: [String] = []
    switch field.kind {
    case .union(let tagSlot): arguments.append("tag: \(tagSlot)")
    case .unions(let tagSlot): arguments.append("tags: \(tagSlot)")
    default: break
    }
    arguments.append("\(field.slot)")
    if let nested = field.nested { arguments.append("as: \(nested.type).self") }
    if field.isOffset64 { arguments.append("width: \(field.isVector64 ? ".vector64" : ".offset64")") }
    switch field.kind {
    case .table, .union, .unions: break
    default: if field.field.isRequired { arguments.append("required: true") }
    }
    return arguments
  }
}

extension TableField {
  /// Whether the elements of the vector are numbers.
  fileprivate var holdsScalars: Bool {
    if case .scalar(let scalar) = field.type.element { scalar != .bool } else { false }
  }
}
