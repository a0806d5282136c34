internal import FlatBuffersSchema

extension FileGenerator {
  func writeDraft(
    of object: ObjectDefinition, named name: String, _ fields: [TableField], isRoot: Bool,
    to writer: inout SourceWriter
  ) {
    writer.documentation(object.header.documentation)
    writer.block("\(access)struct Draft: TableDraft") { writer in
      for field in fields { writeProperty(field, to: &writer) }
      if !fields.isEmpty { writer.line() }
      if isRoot, schema.fileIdentifier != nil {
        writeFileIdentifier(to: &writer)
        writer.line()
      }
      let parameters = fields.map { field in
        let value = field.draftDefault.map { " = \($0)" } ?? ""
        let isOptional = field.isOptionalInDraft && !field.field.isRequired
        return "\(field.name): \(field.draftValueType)\(isOptional ? "?" : "")\(value)"
      }
      if fields.isEmpty {
        writer.line("\(access)init() {}")
      } else {
        writeInitializer(parameters, to: &writer) { writer in
          for field in fields { writer.line("self.\(field.name) = \(field.name)") }
        }
      }
      writer.line()
      writer.line("/// A copy of a record in place.")
      if fields.isEmpty {
        writer.line("\(access)init(_ view: borrowing \(name)) {}")
      } else {
        writer.block("\(access)init(_ view: borrowing \(name))") { writer in
          for field in fields { writer.line(copy(field)) }
        }
      }
      writer.line()
      writeWriting(fields, to: &writer)
    }
  }

  private func writeProperty(_ field: TableField, to writer: inout SourceWriter) {
    writer.documentation(field.documentation)
    let optional = field.isOptionalInDraft ? "?" : ""
    let wrapper = field.isIndirect ? "@Indirect " : ""
    // A wrapped property has no implicit initial value.
    let value = field.isIndirect && field.isOptionalInDraft ? " = nil" : ""
    writer.line("\(wrapper)\(access)var \(field.name): \(field.draftValueType)\(optional)\(value)")
  }

  /// The statement that copies a field from `view`.
  private func copy(_ field: TableField) -> String {
    let target = "self.\(field.name)"
    let source = "view.\(field.name)"
    func converted(_ value: String) -> String {
      switch field.kind {
      case .value: value
      case .string: value + ".description"
      case .table: value + ".draft"
      case .vector, .strings: value + ".array"
      case .tables: value + ".drafts"
      case .union: "\(field.type).Draft(\(value))"
      }
    }
    if field.kind == .value || field.isAlwaysThere { return "\(target) = \(converted(source))" }
    return "if let value = \(source) { \(target) = \(converted("value")) }"
  }

  // MARK: - Writing

  private func writeWriting(_ fields: [TableField], to writer: inout SourceWriter) {
    writer.block("\(access)func write(to builder: inout Builder) throws(BuildError) -> TableOffset") {
      writer in
      for field in fields where field.isOffset { writeReferenced(field, to: &writer) }
      writer.line("builder.startTable()")
      for part in additions(fields) { writer.line(part) }
      writer.line("return builder.endTable()")
    }
  }

  /// The local constant with the offset of what a field refers to.
  private func offsetName(_ field: TableField) -> String { field.name == "builder" ? "builder_" : field.name }

  private func writeReferenced(_ field: TableField, to writer: inout SourceWriter) {
    let local = "let \(offsetName(field))"
    let source = "self.\(field.name)"
    let isOptional = field.isOptionalInDraft
    switch field.kind {
    case .string:
      writer.line(
        isOptional
          ? "\(local) = \(source).map { builder.string($0) }" : "\(local) = builder.string(\(source))")
    case .vector, .strings:
      writer.line(
        isOptional
          ? "\(local) = \(source).map { builder.vector($0) }" : "\(local) = builder.vector(\(source))")
    case .tables:
      let type = isOptional ? "" : ": BufferOffset"
      writer.line("\(local)\(type) = try builder.vector(tables: \(source))")
    case .table:
      writer.line("\(local) = try \(source)\(isOptional ? "?" : "").write(to: &builder)")
    case .union:
      if field.field.isRequired {
        let fault = "BuildError.missing(\(Self.literal(field.field.name)))"
        writer.line("guard let \(offsetName(field))Member = \(source) else { throw \(fault) }")
        writer.line("\(local) = try \(offsetName(field))Member.write(to: &builder)")
      } else {
        writer.line("\(local) = try \(source)?.write(to: &builder)")
      }
    case .value: break
    }
  }

  /// The statements that add the fields, by falling alignment: that leaves the least padding.
  private func additions(_ fields: [TableField]) -> [String] {
    var parts: [(alignment: Int, isOffset: Bool, statement: String)] = []
    for field in fields {
      let source = "self.\(field.name)"
      switch field.kind {
      case .value:
        let value = field.fallback.map { ", default: \($0)" } ?? ""
        parts.append((field.alignment, false, "builder.add(\(source), \(field.slot)\(value))"))
      case .union(let tagSlot):
        guard case .single(.union(let index)) = field.field.type else { continue }
        parts.append((4, true, "builder.add(offset: \(offsetName(field)), \(field.slot))"))
        let tag =
          field.field.isRequired
          ? "builder.add(\(offsetName(field))Member.tag, \(tagSlot))"
          : "builder.add(\(source)?.tag ?? 0, \(tagSlot), default: 0)"
        parts.append((schema.enums[index].underlyingType.size, false, tag))
      default:
        parts.append((4, true, "builder.add(offset: \(offsetName(field)), \(field.slot))"))
      }
    }
    let order = parts.enumerated().sorted { left, right in
      (right.element.alignment, left.element.isOffset ? 1 : 0, left.offset)
        < (left.element.alignment, right.element.isOffset ? 1 : 0, right.offset)
    }
    return order.map(\.element.statement)
  }
}
