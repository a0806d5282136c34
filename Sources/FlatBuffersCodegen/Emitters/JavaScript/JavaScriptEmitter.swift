internal import FlatBuffersReflection

/// The JavaScript of one schema file.
struct JavaScriptEmitter: JavaScriptModuleEmitter {
  let types: JavaScriptTypes
  let options: JavaScriptOptions
  let storage: StorageModel

  private var schema: Schema { types.schema }
  private let f = JavaScriptTypes.client

  init(_ types: JavaScriptTypes, _ options: JavaScriptOptions) {
    self.types = types
    self.options = options
    storage = StorageModel(types.schema)
  }

  func write(_ definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let members = definition.members.map { member in
      let value = JavaScriptLiteral.integer(member.value, definition.underlyingType)
      return (member.documentation, "\(JavaScriptLiteral.key(member.name)): \(value)")
    }
    writer.object("export const \(name) = \(f).members(", members, ");")
  }

  func write(union definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let members = definition.members.compactMap { member in
      member.type.map { type in
        (
          member.documentation,
          "\(JavaScriptLiteral.key(member.name)): [\(member.value), \(memberType(type))]"
        )
      }
    }
    let tag = "\(f).\(definition.underlyingType.rawValue)"
    writer.object("export const \(name) = \(f).union(\(tag), ", members, ");")
  }

  /// What a union's offset leads to.
  private func memberType(_ type: ElementType) -> String {
    if case .structure(let index) = type { return "\(f).boxed(() => \(types.objects[index]))" }
    return expression(type)
  }

  func write(_ object: ObjectDefinition, _ index: Int, to writer: inout SourceWriter) {
    let fields = JavaScriptField.fields(of: object, types)
    writer.block("export class \(types.objects[index]) extends \(f).\(object.isStruct ? "Struct" : "Table")")
    { writer in
      writer.line("static type = \(JavaScriptLiteral.text("\(object.name)"));")
      if object.isStruct {
        writer.line("static size = \(object.size);")
        writer.line("static alignment = \(object.alignment);")
      } else if schema.rootTable == index, let identifier = schema.fileIdentifier {
        writer.line("static identifier = \(JavaScriptLiteral.text(identifier));")
      }
      if let uri = types.errorURIs[index] {
        writer.line("static error = \(JavaScriptLiteral.text(uri));")
      }
      if !fields.isEmpty {
        writer.line("static fields = [")
        writer.indented { writer in
          for field in fields { writer.line((object.isStruct ? member(field) : self.field(field)) + ",") }
        }
        writer.line("];")
      }
      if let table = storage.table(of: index) { write(table, to: &writer) }
      for (place, field) in fields.enumerated() {
        writer.line()
        writer.javaScriptDocumentation(field.field.documentation)
        writer.line("get \(field.name)() { return this.$get(\(place)); }")
        if let nested = field.nested {
          writer.line()
          writer.line("get \(nested.name)() { return this.$nested(\(place)); }")
        }
      }
    }
  }

  private func write(_ table: StoredTable, to writer: inout SourceWriter) {
    let name = JavaScriptLiteral.text(table.name)
    guard !table.indexes.isEmpty else {
      return writer.line("static stored = \(f).stored(\(name), \(parts(table.key)));")
    }
    let indexes = table.indexes.map { ([String](), "\(JavaScriptLiteral.key($0.name)): \(parts($0.key))") }
    writer.object("static stored = \(f).stored(\(name), \(parts(table.key)), ", indexes, ");")
  }

  private func parts(_ key: KeyDescription) -> String {
    let parts = key.parts.map { part in
      var items = ["name: \(JavaScriptLiteral.text(part.name))", "type: \"\(part.type.rawValue)\""]
      if let scalar = part.scalar { items.append("scalar: \"\(scalar.rawValue)\"") }
      if part.count > 1 { items.append("count: \(part.count)") }
      if part.order == .descending { items.append("isDescending: true") }
      return "{ \(items.joined(separator: ", ")) }"
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  func write(_ method: JavaScriptMethod, to writer: inout SourceWriter) {
    let declared = method.declared
    writer.javaScriptDocumentation(declared.documentation)
    let uri = JavaScriptLiteral.text(declared.uri)
    let request = "() => \(types.objects[declared.request])"
    switch declared.kind {
    case .procedure:
      let response = "() => \(types.objects[declared.response])"
      writer.line(
        "export const \(method.name) = \(f).procedure(\(uri), \(request), \(response)\(answers(of: declared)));"
      )
    case .topic: writer.line("export const \(method.name) = \(f).topic(\(uri), \(request));")
    }
  }

  /// What else than the response answers a procedure, as its last argument.
  private func answers(of method: InterfaceMethod) -> String {
    var items: [String] = []
    if let part = method.part, part != method.response { items.append("part: () => \(types.objects[part])") }
    if !method.errors.isEmpty {
      let errors = method.errors.map { types.objects[$0.table] }.joined(separator: ", ")
      items.append("errors: () => [\(errors)]")
    }
    return items.isEmpty ? "" : ", { \(items.joined(separator: ", ")) }"
  }
}
