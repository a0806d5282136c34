internal import FlatBuffersSchema

extension FileGenerator {
  func writeStruct(_ object: ObjectDefinition, named name: String, to writer: inout SourceWriter) {
    let fields = object.fields.map { field in
      (name: ReservedNames.structure.member(field.name), type: swiftType(field.type.element), field: field)
    }
    writer.documentation(object.header.documentation)
    if isPublic { writer.line("@frozen") }
    writer.block("\(access)struct \(name): FlatValue") { writer in
      for field in fields {
        writer.documentation(field.field.documentation)
        writer.line("\(access)var \(field.name): \(field.type)")
      }
      writer.line()
      if isPublic { writer.line("@inlinable") }
      let parameters = fields.map { "\($0.name): \($0.type) = \(zero(of: $0.field.type.element))" }
      writeInitializer(parameters, to: &writer) { writer in
        for field in fields { writer.line("self.\(field.name) = \(field.name)") }
      }
      writer.line()
      writer.line("\(inlinable)\(access)static var byteCount: Int { \(object.size) }")
      writer.line("\(inlinable)\(access)static var alignment: Int { \(object.alignment) }")
      writer.line()
      if isPublic { writer.line("@inlinable") }
      writer.block("\(access)init(_ place: InlineView)") { writer in
        for field in fields { writer.line("self.\(field.name) = place.value(at: \(field.field.offset))") }
      }
      writer.line()
      if isPublic { writer.line("@inlinable") }
      writer.block("\(access)func store(to place: inout InlinePlace)") { writer in
        for field in fields { writer.line("place.store(self.\(field.name), at: \(field.field.offset))") }
      }
    }
  }

  /// Writes an initialiser with its parameters on one line if they fit, else one to a line.
  func writeInitializer(
    _ parameters: [String], to writer: inout SourceWriter, _ body: (inout SourceWriter) -> Void
  ) {
    let head = "\(access)init(\(parameters.joined(separator: ", ")))"
    if writer.fits(head + " {") {
      writer.block(head, body)
      return
    }
    writer.line("\(access)init(")
    writer.indented { writer in
      for parameter in parameters.dropLast() { writer.line(parameter + ",") }
      writer.line(parameters.last ?? "")
    }
    writer.block(")", body)
  }

  /// What a member of a struct is unless stated: zero.
  private func zero(of type: ElementType) -> String {
    switch type {
    case .scalar(.bool): "false"
    case .enumeration: expression(.integer(0), of: type)
    case .structure: swiftType(type) + "()"
    default: "0"
    }
  }
}
