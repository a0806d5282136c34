internal import FlatBuffersReflection

extension FileGenerator {
  func writeDraft(
    of object: ObjectDefinition, _ index: Int, named name: String, _ fields: [TableField], isRoot: Bool,
    to writer: inout SourceWriter
  ) {
    writer.documentation(object.header.documentation)
    let key = fields.first(where: \.field.isKey)
    let kind = key == nil ? "TableDraft" : "KeyedDraft"
    let identity = key.flatMap { identifies($0, among: fields) ? $0 : nil }
    let conformances =
      ["\(runtime)\(kind)", "\(swift)Hashable"] + (options.codable ? ["\(swift)Codable"] : [])
      + (identity == nil ? [] : ["\(swift)Identifiable"])
    writer.block("\(access)struct Draft: \(conformances.joined(separator: ", "))") { writer in
      for field in fields { writeProperty(field, to: &writer) }
      if !fields.isEmpty { writer.line() }
      if isRoot, schema.fileIdentifier != nil {
        writeFileIdentifier(to: &writer)
        writer.line()
      }
      let parameters = fields.map { field in
        let value = isGivenToDraft(field, of: index) ? "" : field.draftDefault.map { " = \($0)" } ?? ""
        return "\(field.name): \(field.draftValueType)\(field.isOptionalInDraft ? "?" : "")\(value)"
      }
      if fields.isEmpty {
        writer.line("\(access)init() {}")
      } else {
        writeInitializer(parameters, to: &writer) { writer in
          for field in fields { writer.line("self.\(field.name) = \(field.name)") }
        }
      }
      writer.line()
      if let identity, identity.name != "id" {
        writer.line("\(access)var id: \(identity.draftValueType) { \(identity.name) }")
      }
      if let key {
        writer.line("\(access)var sortingKey: \(key.draftType) { \(key.sortingValue) }")
        writer.line()
      }
      writeWriting(fields, to: &writer)
      writer.line()
      writeVisiting(fields, index, to: &writer)
    }
  }

  /// Whether the draft's initialiser has no default for a field.
  func isGivenToDraft(_ field: TableField, of index: Int) -> Bool {
    // A primary key that was forgotten would overwrite the record of the default.
    field.draftDefault == nil || isStoredKey(field, of: index)
  }

  /// Whether a key is what a draft is told from others by: not if something else is called `id`.
  private func identifies(_ key: TableField, among fields: [TableField]) -> Bool {
    !key.isOptionalInDraft && (key.name == "id" || !fields.contains { $0.name == "id" || $0.tagName == "id" })
  }

  private func writeProperty(_ field: TableField, to writer: inout SourceWriter) {
    writer.documentation(field.documentation)
    let optional = field.isOptionalInDraft ? "?" : ""
    let wrapper = field.isIndirect ? "@\(runtime)Indirect " : ""
    // A wrapped property has no implicit initial value.
    let value = field.isIndirect && field.isOptionalInDraft ? " = nil" : ""
    writer.line("\(wrapper)\(access)var \(field.name): \(field.draftValueType)\(optional)\(value)")
  }

  // MARK: - Writing

  private func writeWriting(_ fields: [TableField], to writer: inout SourceWriter) {
    writeBuilding(returning: "TableOffset", to: &writer) { writer in
      let referenced = fields.filter(\.isOffset)
      for field in referenced where unionReach.contains(field.field) { writeReferenced(field, to: &writer) }
      for field in referenced where !unionReach.contains(field.field) { writeReferenced(field, to: &writer) }
      writer.line("builder.startTable()")
      for part in additions(fields) { writer.line(part) }
      writer.line("return builder.endTable()")
    }
  }

  /// Writes a draft's `write(to:)`.
  func writeBuilding(
    returning offset: String, to writer: inout SourceWriter, _ body: (inout SourceWriter) -> Void
  ) {
    writer.line("\(access)func write(")
    writer.indented { $0.line("to builder: inout \(runtime)Builder") }
    writer.block(") throws(\(runtime)BuildError) -> \(runtime)\(offset)", body)
  }

  private func writeReferenced(_ field: TableField, to writer: inout SourceWriter) {
    let local = "let \(field.offsetName)"
    let source = "self.\(field.name)"
    let isOptional = field.isOptionalInDraft
    switch field.kind {
    case .string:
      let write = field.field.attributes.contains("shared") ? "sharedString" : "string"
      if let text = field.defaultString, !field.field.isRequired {
        writer.line("\(local) = builder.\(write)(\(source), default: \(Self.literal(text)))")
      } else if isOptional {
        writer.line("\(local) = \(source).map { builder.\(write)($0) }")
      } else {
        writer.line("\(local) = builder.\(write)(\(source))")
      }
    case .vector, .strings:
      let write = field.isVector64 ? "vector64" : "vector"
      let alignment = vectorAlignment(field).map { ", alignment: \($0)" } ?? ""
      if isOptional {
        writer.line("\(local) = \(source).map { builder.\(write)($0\(alignment)) }")
      } else if field.field.isRequired {
        writer.line("\(local) = builder.\(write)(\(source)\(alignment))")
      } else {
        // Its default is the empty vector, which need not be stored.
        writer.line("\(local) = \(source).isEmpty ? nil : builder.\(write)(\(source)\(alignment))")
      }
    case .tables:
      if isOptional || field.field.isRequired {
        let type = isOptional ? "" : ": \(runtime)BufferOffset"
        writer.line("\(local)\(type) = try builder.vector(tables: \(source))")
      } else {
        writer.line("\(local) = try builder.vector(tables: \(source).isEmpty ? nil : \(source))")
      }
    case .table, .union:
      writer.line("\(local) = try \(source)\(isOptional ? "?" : "").write(to: &builder)")
    case .unions:
      writer.line("\(local) = try builder.vector(members: \(source))")
      writer.line("let \(field.tagsOffsetName) = builder.vector(tagsOf: \(source))")
    case .value: break
    }
  }

  /// What the position of a vector's elements must be a multiple of, if more than their type asks for.
  private func vectorAlignment(_ field: TableField) -> Int? {
    // A FlatBuffer within bytes has values of up to 8 bytes, aligned from its own start.
    if field.nested != nil { return 8 }
    // Its builder knows.
    if field.field.isFlexBuffer { return nil }
    // Where strings stand is not said by where their offsets do.
    guard field.kind == .vector, let alignment = field.field.attributes["force_align"]?.value.number else {
      return nil
    }
    return Int(clamping: alignment)
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
        parts.append((4, true, "builder.add(offset: \(field.offsetName), \(field.slot))"))
        let tag =
          field.field.isRequired
          ? "builder.add(\(source).tag, \(tagSlot))"
          : "builder.add(\(source)?.tag ?? 0, \(tagSlot), default: 0)"
        parts.append((schema.enums[index].underlyingType.size, false, tag))
      case .unions(let tagSlot):
        parts.append((4, true, "builder.add(offset: \(field.offsetName), \(field.slot))"))
        parts.append((4, true, "builder.add(offset: \(field.tagsOffsetName), \(tagSlot))"))
      case _ where field.isOffset64:
        parts.append((8, true, "builder.add(offset64: \(field.offsetName), \(field.slot))"))
      default:
        parts.append((4, true, "builder.add(offset: \(field.offsetName), \(field.slot))"))
      }
    }
    let order = parts.enumerated().sorted { left, right in
      (right.element.alignment, left.element.isOffset ? 1 : 0, left.offset)
        < (left.element.alignment, right.element.isOffset ? 1 : 0, right.offset)
    }
    return order.map(\.element.statement)
  }
}
