import FlatBuffersReflection

/// A schema for people to read, in the words of the schema language.
struct SchemaText {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  var text: String {
    (schema.enums.map { text(of: $0) } + schema.objects.map { text(of: $0) }).joined()
  }

  private func text(of definition: EnumDefinition) -> String {
    let members = definition.members.map { member in
      guard let type = member.type else {
        return definition.isUnion ? nil : "\(member.name) = \(member.value)"
      }
      return "\(member.name): \(schema.name(of: type))"
    }
    let head =
      definition.isUnion
      ? "union \(definition.name)" : "enum \(definition.name): \(definition.underlyingType.rawValue)"
    return "\(head) { \(members.compactMap { $0 }.joined(separator: ", ")) }\n"
  }

  private func text(of object: ObjectDefinition) -> String {
    var text =
      "\(object.isStruct ? "struct" : "table") \(object.name)\(attributes(object.header.attributes)) {\n"
    for field in object.fields where !field.isUnionTag {
      text +=
        "  \(field.name): \(schema.name(of: field.type))\(fallback(field))\(attributes(field.attributes));\n"
    }
    return text + "}\n"
  }

  private func fallback(_ field: FieldDefinition) -> String {
    switch field.defaultValue {
    case .null: " = null"
    case .integer(let value) where value != 0: " = \(value)"
    case .real(let value) where value != 0: " = \(value)"
    case .string(let value): " = \(value.debugDescription)"
    case .emptyVector: " = []"
    default: ""
    }
  }

  private func attributes(_ attributes: AttributeList) -> String {
    let texts = attributes.elements.map { attribute in
      switch attribute.value {
      // A binary schema says "0" where the text says nothing.
      case .none, .integer(0), .string("0"): attribute.name
      case .integer(let value): "\(attribute.name): \(value)"
      case .string(let text): "\(attribute.name): \(text.debugDescription)"
      }
    }
    return texts.isEmpty ? "" : " (\(texts.joined(separator: ", ")))"
  }
}
