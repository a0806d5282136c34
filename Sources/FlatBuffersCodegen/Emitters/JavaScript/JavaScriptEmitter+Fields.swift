internal import FlatBuffersReflection

extension JavaScriptEmitter {
  private var f: String { JavaScriptTypes.client }

  /// A field of a struct.
  func member(_ field: JavaScriptField) -> String {
    let key = field.field.isKey ? ", { key: true }" : ""
    let names = "\(JavaScriptLiteral.text(field.field.name)), \"\(field.name)\""
    return "\(f).member(\(names), \(field.field.offset), \(type(of: field.field))\(key))"
  }

  /// A field of a table.
  func field(_ field: JavaScriptField) -> String {
    let declared = field.field
    let function: String
    let type: String
    switch declared.type {
    case .single(.union(let index)): (function, type) = ("unionField", "() => \(types.enums[index])")
    case .vector(.union(let index)): (function, type) = ("unionVectorField", "() => \(types.enums[index])")
    default: (function, type) = ("field", self.type(of: declared))
    }
    var options: [String] = []
    if let fallback = fallback(of: declared) { options.append("fallback: \(fallback)") }
    if declared.isRequired { options.append("required: true") }
    if declared.isKey { options.append("key: true") }
    let names = "\(JavaScriptLiteral.text(declared.name)), \"\(field.name)\""
    let tail = options.isEmpty ? "" : ", { \(options.joined(separator: ", ")) }"
    return "\(f).\(function)(\(names), \(declared.offset), \(type)\(tail))"
  }

  private func type(of field: FieldDefinition) -> String {
    switch field.type {
    case .single(.string): field.isOffset64 ? "\(f).wideString" : "\(f).string"
    case .single(let element): expression(element)
    case .array(let element, let count): "\(f).array(\(expression(element)), \(count))"
    case .vector(let element): "\(f).vector(\(expression(element))\(vectorOptions(of: field)))"
    }
  }

  private func vectorOptions(of field: FieldDefinition) -> String {
    var options: [String] = []
    if let nested = field.nestedTable { options.append("nested: () => \(types.objects[nested])") }
    // What is within the bytes is aligned, too.
    if field.nestedTable != nil || field.isFlexBuffer {
      options.append("alignment: 8")
    } else if let alignment = field.attributes["force_align"]?.value.number {
      options.append("alignment: \(alignment)")
    }
    if field.isVector64 { options.append("wideCount: true") }
    if field.isOffset64 { options.append("wideOffset: true") }
    return options.isEmpty ? "" : ", { \(options.joined(separator: ", ")) }"
  }

  /// The type of a value or an element, as the client has it.
  func expression(_ type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): return "\(f).\(scalar.rawValue)"
    case .string: return "\(f).string"
    case .structure(let index): return "\(f).struct(() => \(types.objects[index]))"
    case .table(let index): return "\(f).table(() => \(types.objects[index]))"
    case .enumeration(let index), .unionTag(let index), .union(let index):
      let definition = types.schema.enums[index]
      let flags = definition.isBitFlags ? ", true" : ""
      return
        "\(f).enumeration(\(f).\(definition.underlyingType.rawValue), () => \(types.enums[index])\(flags))"
    }
  }

  private func fallback(of field: FieldDefinition) -> String? {
    switch field.defaultValue {
    case .none, .null: return nil
    case .string(let text): return JavaScriptLiteral.text(text)
    case .emptyVector: return "[]"
    case .integer(let number): return JavaScriptLiteral.integer(number, scalar(of: field))
    case .real(let number): return JavaScriptLiteral.real(number, scalar(of: field))
    }
  }

  private func scalar(of field: FieldDefinition) -> ScalarType {
    switch field.type.element {
    case .scalar(let scalar): scalar
    case .enumeration(let index), .unionTag(let index), .union(let index):
      types.schema.enums[index].underlyingType
    case .string, .structure, .table: .int
    }
  }
}
