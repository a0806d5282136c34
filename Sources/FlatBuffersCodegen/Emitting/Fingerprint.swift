internal import FlatBuffersSchema

/// A number that tells a schema from others and from other versions of itself.
///
/// It covers what the wire and the store depend on, not documentation or the place of a definition:
/// the 64-bit FNV-1a hash of a canonical text.
struct Fingerprint {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  init(_ schema: Schema) {
    for object in schema.objects {
      add("\(object.isStruct ? "struct" : "table") \(object.name) \(object.size) \(object.alignment)")
      add(object.header.attributes)
      for field in object.fields {
        add(" \(field.id) \(field.offset) \(field.name)")
        add(describe(field.type, in: schema))
        add("\(field.defaultValue) \(field.isRequired) \(field.isDeprecated) \(field.isKey)")
        add(field.attributes)
      }
    }
    for definition in schema.enums {
      add("enum \(definition.name) \(definition.isUnion) \(definition.underlyingType.rawValue)")
      for member in definition.members {
        add(" \(member.value) \(member.name)")
        if let type = member.type { add(describe(.single(type), in: schema)) }
      }
    }
  }

  private mutating func add(_ text: String) {
    // A byte that no UTF-8 text contains ends each part.
    for byte in Array(text.utf8) + [0xFF] { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private mutating func add(_ attributes: AttributeList) {
    for name in ["table", "index", "unique"] {
      if let text = attributes.string(name) { add("\(name) \(text)") }
    }
  }

  private func describe(_ type: FieldType, in schema: Schema) -> String {
    let element =
      switch type.element {
      case .scalar(let scalar): scalar.rawValue
      case .string: "string"
      case .structure(let index), .table(let index): "\(schema.objects[index].name)"
      case .enumeration(let index), .union(let index): "\(schema.enums[index].name)"
      case .unionTag(let index): "tag \(schema.enums[index].name)"
      }
    switch type {
    case .single: return element
    case .vector: return "[\(element)]"
    case .array(_, let count): return "[\(element):\(count)]"
    }
  }
}
