internal import FlatBuffersSchema

extension FileGenerator {
  func writeTable(_ object: ObjectDefinition, _ index: Int, to writer: inout SourceWriter) {
    let name = names.objects[index]
    let fields = tableFields(of: object, index)
    let isRoot = schema.rootTable == index
    writer.documentation(object.header.documentation)
    if isPublic { writer.line("@frozen") }
    writer.block("\(access)struct \(name): ~Escapable, FlatTable") { writer in
      writer.line("\(access)let table: TableView")
      writer.line("\(inlinable)@inline(__always) @_lifetime(copy table)")
      writer.line("\(access)init(_ table: TableView) { self.table = table }")
      writer.line()
      writer.line(
        "\(inlinable)\(access)static var schemaName: String { \(Self.literal(object.name.description)) }")
      if isRoot { writeFileIdentifier(to: &writer) }
      for field in fields { writeAccessor(field, to: &writer) }
      writer.line()
      writeVerification(fields, to: &writer)
      writer.line()
      writer.line("\(access)var draft: Draft { Draft(self) }")
      writer.line()
      writeDraft(of: object, named: name, fields, isRoot: isRoot, to: &writer)
    }
  }

  func writeFileIdentifier(to writer: inout SourceWriter) {
    guard let identifier = schema.fileIdentifier else { return }
    writer.line(
      "\(inlinable)\(access)static var fileIdentifier: String? { \(Self.literal(identifier)) }")
  }

  // MARK: - Accessors

  private func writeAccessor(_ field: TableField, to writer: inout SourceWriter) {
    writer.line()
    if case .union(let tagSlot) = field.kind {
      writeUnionAccessors(field, tagSlot, to: &writer)
      return
    }
    writer.documentation(field.documentation)
    if isPublic { writer.line("@inlinable") }
    let optional = field.isAlwaysThere ? "" : "?"
    let lifetime = field.isOffset ? "@_lifetime(copy self) " : ""
    writer.block("\(access)var \(field.name): \(field.viewType)\(optional)") { writer in
      let line = "@inline(__always) \(lifetime)get { \(read(field)) }"
      if writer.fits(line) {
        writer.line(line)
      } else {
        writer.block("@inline(__always) \(lifetime)get") { $0.line(read(field)) }
      }
    }
  }

  /// The expression that reads a field from `table`.
  private func read(_ field: TableField) -> String {
    let slot = field.slot
    let required = field.isAlwaysThere
    return switch field.kind {
    case .value where required:
      "table.value(\(slot), default: \(field.fallback.map { typed($0, field) } ?? field.type + "()"))"
    case .value: "table.value(\(slot))"
    case .string: required ? "table.requiredString(\(slot))" : "table.string(\(slot))"
    case .table:
      required
        ? "table.requiredTable(\(slot), as: \(field.type).self)"
        : "table.table(\(slot), as: \(field.type).self)"
    case .vector:
      required
        ? "table.requiredVector(\(slot), of: \(field.type).self)"
        : "table.vector(\(slot), of: \(field.type).self)"
    case .strings: required ? "table.requiredStrings(\(slot))" : "table.strings(\(slot))"
    case .tables:
      required
        ? "table.requiredTables(\(slot), of: \(field.type).self)"
        : "table.tables(\(slot), of: \(field.type).self)"
    case .union: ""
    }
  }

  /// The default with the enum's name before a member's: within the view a short name could be another's.
  private func typed(_ fallback: String, _ field: TableField) -> String {
    guard case .single(.enumeration) = field.field.type, fallback.hasPrefix(".") else { return fallback }
    return field.type + fallback
  }

  private func writeUnionAccessors(_ field: TableField, _ tagSlot: Int, to writer: inout SourceWriter) {
    guard case .single(.union(let index)) = field.field.type else { return }
    let tag = swiftType(.unionTag(index))
    writer.line("/// The tag of the member in `\(field.field.name)`; 0 if there is none.")
    if isPublic { writer.line("@inlinable") }
    writer.block("\(access)var \(unionTagName(field.field)): \(tag)") { writer in
      writer.line("@inline(__always) get { table.value(\(tagSlot), default: 0) }")
    }
    writer.line()
    writer.documentation(field.documentation)
    if isPublic { writer.line("@inlinable") }
    let optional = field.field.isRequired ? "" : "?"
    writer.block("\(access)var \(field.name): \(field.type)\(optional)") { writer in
      writer.line("@_lifetime(copy self)")
      writer.block("get") { writer in
        let absent = field.field.isRequired ? ".unknown(0)" : "nil"
        writer.line("switch table.value(\(tagSlot), default: \(tag)(0)) {")
        if !field.field.isRequired { writer.line("case 0: return nil") }
        for member in members(of: schema.enums[index]) {
          writer.line("case \(member.value):")
          writer.indented { writer in
            let read = "table.table(\(field.slot), as: \(member.type).self)"
            writer.line("guard let member = \(read) else { return \(absent) }")
            writer.line("return .\(member.name)(member)")
          }
        }
        writer.lines("case let tag: return .unknown(tag)", "}")
      }
    }
  }

  /// The name of the accessor of a union's tag.
  func unionTagName(_ field: FieldDefinition) -> String {
    ReservedNames.table.member(field.name + "_type")
  }

  // MARK: - Verification

  private func writeVerification(_ fields: [TableField], to writer: inout SourceWriter) {
    writer.line("\(access)static func verify(")
    writer.indented { $0.line("_ table: Verifier.Table, with verifier: inout Verifier") }
    writer.block(") throws(VerificationError)") { writer in
      for field in fields { writeVerification(field, to: &writer) }
    }
  }

  private func writeVerification(_ field: TableField, to writer: inout SourceWriter) {
    let name = Self.literal(field.field.name)
    let place = [name, "table", "\(field.slot)"]
    let required = field.field.isRequired ? ["required: true"] : []
    switch field.kind {
    case .value: writer.call("try verifier.value", ["\(field.type).self"] + place + required)
    case .string: writer.call("try verifier.string", place + required)
    case .table: writer.call("try verifier.table", ["\(field.type).self"] + place + required)
    case .vector: writer.call("try verifier.vector", ["of: \(field.type).self"] + place + required)
    case .strings: writer.call("try verifier.strings", place + required)
    case .tables: writer.call("try verifier.tables", ["of: \(field.type).self"] + place + required)
    case .union(let tagSlot):
      guard case .single(.union(let index)) = field.field.type else { return }
      let tag = swiftType(.unionTag(index))
      let arguments = ["\(tag).self", name, "table", "tag: \(tagSlot)", "value: \(field.slot)"] + required
      writer.condition("if let (tag, position) = try verifier.union", arguments)
      writer.indented { writer in
        writer.line("switch tag {")
        for member in members(of: schema.enums[index]) {
          writer.line("case \(member.value): try verifier.table(\(member.type).self, \(name), at: position)")
        }
        writer.lines("default: break", "}")
      }
      writer.line("}")
    }
  }
}
