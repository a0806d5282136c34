internal import FlatBuffersReflection

/// TypeScript's declarations of the JavaScript of one schema file.
struct TypeScriptEmitter: JavaScriptModuleEmitter {
  let types: JavaScriptTypes
  let options: JavaScriptOptions
  private let storage: StorageModel

  private let f = JavaScriptTypes.client

  init(_ types: JavaScriptTypes, _ options: JavaScriptOptions) {
    self.types = types
    self.options = options
    storage = StorageModel(types.schema)
  }

  func write(_ definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    writer.block("export declare const \(name):") { writer in
      for member in definition.members {
        writer.javaScriptDocumentation(member.documentation)
        let value = JavaScriptLiteral.integer(member.value, definition.underlyingType)
        writer.line("readonly \(JavaScriptLiteral.key(member.name)): \(value);")
      }
    }
    writer.line("export type \(name) = \(number(definition.underlyingType));")
  }

  func write(union definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let members = definition.members.compactMap { member in member.type.map { (member.name, $0) } }
    writer.line("export declare const \(name): \(f).Union;")
    writer.block("export declare namespace \(name)") { writer in
      writer.javaScriptDocumentation([
        " A value as it is read; of a member that only a newer schema has, its number."
      ])
      writer.line("type Value =")
      writer.indented { writer in
        for (member, type) in members { writer.line("| { type: \"\(member)\"; value: \(reading(type)) }") }
        writer.line("| { type: number; value: null };")
      }
      writer.javaScriptDocumentation([" A value as it is given."])
      writer.line("type Draft =")
      writer.indented { writer in
        if members.isEmpty { writer.line("| never") }
        for (member, type) in members { writer.line("| { type: \"\(member)\"; value: \(writing(type)) }") }
        writer.line(";")
      }
    }
  }

  func write(_ object: ObjectDefinition, _ index: Int, to writer: inout SourceWriter) {
    let fields = JavaScriptField.fields(of: object, types)
    let name = types.objects[index]
    writer.block("export declare class \(name) extends \(f).\(object.isStruct ? "Struct" : "Table")") {
      writer in
      if !object.isStruct { writer.line("static encode(draft: \(name) | \(name).Draft): \(f).Bytes;") }
      if types.errorURIs[index] != nil { writer.line("static readonly error: string;") }
      if storage.table(of: index) != nil { writer.line("static readonly stored: \(f).StoredTable;") }
      for field in fields {
        writer.javaScriptDocumentation(field.field.documentation)
        writer.line("get \(field.name)(): \(reading(field));")
        if let nested = field.nested {
          let absence = field.isAlwaysThere ? "" : " | null"
          writer.line("get \(nested.name)(): \(nested.type)\(absence);")
        }
      }
    }
    writer.block("export declare namespace \(name)") { writer in
      writer.block("interface Draft") { writer in
        for field in fields {
          let isNeeded = object.isStruct || field.field.isRequired
          writer.line(
            "\(field.name)\(isNeeded ? "" : "?"): \(writing(field))\(isNeeded ? "" : " | null | undefined");")
        }
      }
    }
  }

  func write(_ method: JavaScriptMethod, to writer: inout SourceWriter) {
    let declared = method.declared
    let request = types.objects[declared.request]
    writer.javaScriptDocumentation(declared.documentation)
    switch declared.kind {
    case .procedure:
      let answers = [declared.response] + (declared.part.map { [$0] } ?? [])
      let records = ([declared.request] + answers).map { types.objects[$0] }.map { "\($0), \($0).Draft" }
      writer.line(
        "export declare const \(method.name): \(f).Procedure<\(records.joined(separator: ", "))>;")
    case .topic:
      writer.line("export declare const \(method.name): \(f).Topic<\(request), \(request).Draft>;")
    }
  }
}

extension TypeScriptEmitter {
  private func number(_ type: ScalarType) -> String {
    type == .bool ? "boolean" : type.size == 8 && type.isInteger ? "bigint" : "number"
  }

  /// The type of a property.
  private func reading(_ field: JavaScriptField) -> String {
    let type =
      switch field.field.type {
      case .vector(.scalar(.ubyte)), .array(.scalar(.ubyte), _): "\(f).Bytes"
      case .vector(.union(let index)): "(\(types.enums[index]).Value | null)[]"
      case .vector(let element), .array(let element, _): "\(f).Vector<\(reading(element))>"
      case .single(let element): reading(element)
      }
    return field.isAlwaysThere ? type : "\(type) | null"
  }

  private func reading(_ type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): number(scalar)
    case .string: "string"
    case .structure(let index), .table(let index): types.objects[index]
    case .enumeration(let index), .unionTag(let index): types.enums[index]
    case .union(let index): "\(types.enums[index]).Value"
    }
  }

  /// The type of a draft's property.
  private func writing(_ field: JavaScriptField) -> String {
    switch field.field.type {
    case .vector(.union(let index)): "(\(types.enums[index]).Draft | \(types.enums[index]).Value | null)[]"
    case .vector(let element), .array(let element, _): "\(f).Sequence<\(writing(element))>"
    case .single(let element): writing(element)
    }
  }

  private func writing(_ type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): scalar.size == 8 ? "number | bigint" : number(scalar)
    case .string: "string"
    case .structure(let index), .table(let index): "\(types.objects[index]) | \(types.objects[index]).Draft"
    case .enumeration(let index), .unionTag(let index):
      "\(types.enums[index]) | keyof typeof \(types.enums[index])"
    case .union(let index): "\(types.enums[index]).Draft | \(types.enums[index]).Value"
    }
  }
}
