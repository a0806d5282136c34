internal import FlatBuffersReflection

extension FileGenerator {
  func writeStruct(_ object: ObjectDefinition, named name: String, to writer: inout SourceWriter) {
    let fields = zip(object.swiftFieldNames, object.fields).map {
      (name: $0, type: types.swiftType($1.type), field: $1)
    }
    let key = fields.first { $0.field.isKey }
    writer.documentation(object.header.documentation)
    if isPublic { writer.line("@frozen") }
    let conformances = key == nil ? ["FlatValue", "FlatKey"] : ["KeyedValue"]
    writer.block("\(access)struct \(name): \(conformances.map { runtime + $0 }.joined(separator: ", "))") {
      writer in
      for field in fields {
        writer.documentation(field.field.documentation)
        writer.line("\(access)var \(field.name): \(field.type)")
      }
      writer.line()
      writeInlinable(to: &writer)
      let parameters = fields.map { "\($0.name): \($0.type) = \(zero(of: $0.field.type))" }
      writeInitializer(parameters, to: &writer) { writer in
        for field in fields { writer.line("self.\(field.name) = \(field.name)") }
      }
      writer.line()
      writer.line("\(inlinable)\(access)static var byteCount: \(swift)Int { \(object.size) }")
      writer.line("\(inlinable)\(access)static var alignment: \(swift)Int { \(object.alignment) }")
      writer.line()
      writeInlinable(to: &writer)
      writer.block("\(access)init(_ place: \(runtime)InlineView)") { writer in
        for field in fields { writer.line("self.\(field.name) = place.value(at: \(field.field.offset))") }
      }
      writer.line()
      writeInlinable(to: &writer)
      writer.block("\(access)func store(to place: inout \(runtime)InlinePlace)") { writer in
        for field in fields { writer.line("place.store(self.\(field.name), at: \(field.field.offset))") }
      }
      writer.line()
      writeOrder(of: fields.map(\.name), in: name, to: &writer)
      writer.line()
      writeStructCoding(fields.map { ($0.name, $0.field) }, to: &writer)
      if let key {
        writer.line()
        writer.line("\(inlinable)\(access)var sortingKey: \(key.type) { self.\(key.name) }")
      }
    }
  }

  /// Writes the order of the structs as keys, or parts of keys, of others: that of their fields, one after another.
  private func writeOrder(of fields: [String], in name: String, to writer: inout SourceWriter) {
    writeInlinable(to: &writer)
    writer.block("\(access)func precedes(_ other: \(name)) -> \(swift)Bool") { writer in
      guard let first = fields.first else { return }
      if fields.count == 1 {
        writer.line("self.\(first).precedes(other.\(first))")
        return
      }
      writer.line("var order = self.\(first).compare(to: other.\(first))")
      for field in fields.dropFirst() {
        writer.line("if order == 0 { order = self.\(field).compare(to: other.\(field)) }")
      }
      writer.line("return order < 0")
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
  private func zero(of type: FieldType) -> String {
    let value = zero(of: type.element)
    guard case .array = type else { return value }
    // A short name could be a member of the array's type.
    return
      "\(types.swiftType(type))(repeating: \(value.hasPrefix(".") ? types.swiftType(type.element) + value : value))"
  }

  private func zero(of type: ElementType) -> String {
    switch type {
    case .scalar(.bool): "false"
    case .enumeration: types.expression(.integer(0), of: type)
    case .structure: types.swiftType(type) + "()"
    default: "0"
    }
  }
}
