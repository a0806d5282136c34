internal import FlatBuffersReflection

extension FileGenerator {
  func writeTable(_ object: ObjectDefinition, _ index: Int, to writer: inout SourceWriter) {
    let name = names.objects[index]
    let fields = tableFields(of: object, index)
    let isRoot = schema.rootTable == index
    let key = fields.first(where: \.field.isKey)
    writer.documentation(object.header.documentation)
    if isPublic { writer.line("@frozen") }
    let conformance = options.viewsOnly ? "ReadableTable" : key == nil ? "FlatTable" : "KeyedTable"
    writer.block("\(access)struct \(name): ~\(swift)Escapable, \(runtime)\(conformance)") { writer in
      writer.line("\(access)let table: \(runtime)TableView")
      writer.line("\(inlinable)@inline(__always) @_lifetime(copy table)")
      writer.line("\(access)init(_ table: \(runtime)TableView) { self.table = table }")
      writer.line()
      let schemaName = Self.literal(object.name.description)
      writer.line("\(inlinable)\(access)static var schemaName: \(swift)String { \(schemaName) }")
      if isRoot { writeFileIdentifier(to: &writer) }
      if embedsSchema {
        writer.line(
          "\(access)static var embeddedSchema: \(runtime)EmbeddedSchema? { \(embeddedSchemaName).schema }")
      }
      for field in fields { writeAccessor(field, to: &writer) }
      writer.line()
      writeVerification(fields, to: &writer)
      writer.line()
      if options.viewsOnly {
        writeSlots(fields, to: &writer)
        return
      }
      if let key { writeComparison(key, to: &writer) }
      writeDraft(of: object, index, named: name, fields, isRoot: isRoot, to: &writer)
    }
  }

  func writeFileIdentifier(to writer: inout SourceWriter) {
    guard let identifier = schema.fileIdentifier else { return }
    writer.line(
      "\(inlinable)\(access)static var fileIdentifier: \(swift)String? { \(Self.literal(identifier)) }")
  }

  // MARK: - Accessors

  private func writeAccessor(_ field: TableField, to writer: inout SourceWriter) {
    writer.line()
    if case .union(let tagSlot) = field.kind {
      writeUnionAccessor(field, tagSlot, to: &writer)
      return
    }
    writer.documentation(field.documentation)
    writeInlinable(to: &writer)
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
    let width = field.isOffset64 ? ", width: \(field.isVector64 ? ".vector64" : ".offset64")" : ""
    if let nested = field.nested {
      writeRoot(
        nested.name, nested.type, of: "FlatBuffer in `\(field.field.name)`",
        "table.nestedRoot(\(field.slot), as: \(nested.type).self\(width))", to: &writer)
    }
    if let name = field.flexRootName {
      writeRoot(
        name, "\(runtime)FlexView", of: "FlexBuffer in `\(field.field.name)`",
        "table.flexRoot(\(field.slot)\(width))", to: &writer)
    }
  }

  /// Writes the accessor of the root of a buffer that a vector of bytes holds.
  private func writeRoot(
    _ name: String, _ type: String, of buffer: String, _ expression: String, to writer: inout SourceWriter
  ) {
    writer.line()
    writer.line("/// The root of the \(buffer); `nil` if that is absent or empty.")
    writeInlinable(to: &writer)
    writer.block("\(access)var \(name): \(type)?") { writer in
      writer.line("@_lifetime(copy self)")
      writer.line("get { \(expression) }")
    }
  }

  private func writeComparison(_ key: TableField, to writer: inout SourceWriter) {
    writer.block("\(access)func compareKey(to key: \(key.draftType)) -> \(swift)Int") { writer in
      writer.line("\(key.sortingValue).compare(to: key)")
    }
    writer.line()
  }

  /// The expression that reads a field from `table`.
  private func read(_ field: TableField) -> String {
    let slot = field.slot
    let required = field.isAlwaysThere
    if field.isOffset64 { return read64(field) }
    return switch field.kind {
    case .value where required:
      "table.value(\(slot), default: \(field.fallback.map { typed($0, field) } ?? field.type + "()"))"
    case .value: "table.value(\(slot))"
    case .string:
      if let text = field.defaultString {
        "table.string(\(slot), default: \(Self.literal(text)))"
      } else {
        required ? "table.requiredString(\(slot))" : "table.string(\(slot))"
      }
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
    case .unions(let tagSlot):
      "table.\(required ? "requiredUnions" : "unions")(\(slot), tags: \(tagSlot), of: \(field.type).self)"
    case .union: ""
    }
  }

  /// The expression that reads a field with a 64-bit offset from `table`.
  private func read64(_ field: TableField) -> String {
    if field.kind == .string {
      let fallback = field.isAlwaysThere ? ", default: \(Self.literal(field.defaultString ?? ""))" : ""
      return "table.string64(\(field.slot)\(fallback))"
    }
    let name = field.isAlwaysThere ? "requiredVector64" : "vector64"
    return "table.\(name)(\(field.slot), of: \(field.type).self, is64Bit: \(field.isVector64))"
  }

  /// The default with the enum's name before a member's: within the view a short name could be another's.
  private func typed(_ fallback: String, _ field: TableField) -> String {
    guard case .single(.enumeration) = field.field.type, fallback.hasPrefix(".") else { return fallback }
    return field.type + fallback
  }

  private func writeUnionAccessor(_ field: TableField, _ tagSlot: Int, to writer: inout SourceWriter) {
    guard case .single(.union(let index)) = field.field.type else { return }
    let tagType = types.swiftType(.unionTag(index))
    writer.line("/// The tag of the member in `\(field.field.name)`; 0 if there is none.")
    writeInlinable(to: &writer)
    writer.block("\(access)var \(field.tagName): \(tagType)") { writer in
      writer.line("@inline(__always) get { table.value(\(tagSlot), default: 0) }")
    }
    writer.line()
    writer.documentation(field.documentation)
    writeInlinable(to: &writer)
    let tag = "self.\(field.tagName)"
    let optional = field.field.isRequired ? "" : "?"
    writer.block("\(access)var \(field.name): \(field.type)\(optional)") { writer in
      writer.line("@_lifetime(copy self)")
      writer.block("get") { writer in
        if field.field.isRequired {
          writer.line("\(field.type)(tag: \(tag), table.requiredUnion(\(field.slot)))")
        } else {
          writer.line("guard \(tag) != 0, let member = table.union(\(field.slot)) else { return nil }")
          writer.line("return \(field.type)(tag: \(tag), member)")
        }
      }
    }
  }

  // MARK: - Verification

  private func writeVerification(_ fields: [TableField], to writer: inout SourceWriter) {
    writer.line("\(access)static func verify(")
    writer.indented { $0.line("_ table: \(runtime)Verifier.Table, with verifier: inout \(runtime)Verifier") }
    writer.block(") throws(\(runtime)VerificationError)") { writer in
      for field in fields { writeVerification(field, to: &writer) }
    }
  }

  private func writeVerification(_ field: TableField, to writer: inout SourceWriter) {
    let name = Self.literal(field.field.name)
    let place = [name, "table", "\(field.slot)"]
    let required = field.field.isRequired ? ["required: true"] : []
    switch field.kind {
    case _ where field.isOffset64 && !field.holdsBuffer:
      let wide = field.kind == .string ? [] : ["is64Bit: \(field.isVector64)"]
      let type = field.kind == .string ? [] : ["of: \(field.type).self"]
      let check = field.kind == .string ? "string64" : "vector64"
      writer.call("try verifier.\(check)", type + place + wide + required)
    case .value: writer.call("try verifier.value", ["\(field.type).self"] + place + required)
    case .string: writer.call("try verifier.string", place + required)
    case .table: writer.call("try verifier.table", ["\(field.type).self"] + place + required)
    case .vector:
      let width = field.isOffset64 ? ["width: \(field.isVector64 ? ".vector64" : ".offset64")"] : []
      if let nested = field.nested {
        writer.call("try verifier.nestedBuffer", ["\(nested.type).self"] + place + width + required)
      } else if field.field.isFlexBuffer {
        writer.call("try verifier.flexBuffer", place + width + required)
      } else {
        writer.call("try verifier.vector", ["of: \(field.type).self"] + place + required)
      }
    case .strings: writer.call("try verifier.strings", place + required)
    case .tables: writer.call("try verifier.tables", ["of: \(field.type).self"] + place + required)
    case .union(let tagSlot):
      let slots = ["tag: \(tagSlot)", "value: \(field.slot)"]
      writer.call("try verifier.union", ["\(field.type).self", name, "table"] + slots + required)
    case .unions(let tagSlot):
      let slots = ["tags: \(tagSlot)", "values: \(field.slot)"]
      writer.call("try verifier.unions", ["of: \(field.type).self", name, "table"] + slots + required)
    }
  }
}
