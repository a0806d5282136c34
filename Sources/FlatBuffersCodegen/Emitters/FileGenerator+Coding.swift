internal import FlatBuffersReflection

/// The shape of FlatBuffers' JSON: names of the schema, absent fields for defaults.
extension FileGenerator {
  /// Writes how a struct is coded.
  func writeStructCoding(_ fields: [(name: String, field: FieldDefinition)], to writer: inout SourceWriter) {
    writeDecoding(to: &writer) { writer in
      for field in fields {
        writer.line("self.\(field.name) = try fields.value(\(Self.literal(field.field.name)))")
      }
    }
    writer.line()
    writeEncoding(to: &writer) { writer in
      for field in fields {
        writer.line("try fields.set(self.\(field.name), \(Self.literal(field.field.name)))")
      }
    }
  }

  /// Writes how a draft is coded.
  func writeDraftCoding(_ fields: [TableField], to writer: inout SourceWriter) {
    guard !fields.isEmpty else {
      writer.line("\(access)init(from decoder: any \(swift)Decoder) throws {}")
      writer.line("\(access)func encode(to encoder: any \(swift)Encoder) throws {")
      writer.indented { $0.line("_ = encoder.container(keyedBy: \(runtime)FieldName.self)") }
      writer.line("}")
      return
    }
    writeDecoding(to: &writer) { writer in
      for field in fields { writer.line("self.\(field.name) = try fields.\(decoding(field))") }
    }
    writer.line()
    writeEncoding(to: &writer) { writer in
      for field in fields { writer.line("try fields.\(encoding(field))") }
    }
  }

  private func writeDecoding(to writer: inout SourceWriter, _ body: (inout SourceWriter) -> Void) {
    writer.block("\(access)init(from decoder: any \(swift)Decoder) throws") { writer in
      writer.line("let fields = try decoder.container(keyedBy: \(runtime)FieldName.self)")
      body(&writer)
    }
  }

  private func writeEncoding(to writer: inout SourceWriter, _ body: (inout SourceWriter) -> Void) {
    writer.block("\(access)func encode(to encoder: any \(swift)Encoder) throws") { writer in
      writer.line("var fields = encoder.container(keyedBy: \(runtime)FieldName.self)")
      body(&writer)
    }
  }

  private func decoding(_ field: TableField) -> String {
    let name = Self.literal(field.field.name)
    switch field.kind {
    case .union: return "\(field.field.isRequired ? "requiredUnion" : "union")(\(name))"
    case .unions: return field.isAlwaysThere ? "unions(\(name)) ?? []" : "unions(\(name))"
    default: break
    }
    if let nested = field.nested {
      let fallback = field.isOptionalInDraft || field.field.isRequired ? "" : " ?? []"
      let call = field.field.isRequired ? "requiredNested" : "nested"
      return "\(call)(\(name), as: \(nested.type).self)\(fallback)"
    }
    if field.isOptionalInDraft { return "optional(\(name))" }
    return field.draftDefault.map { "value(\(name), default: \($0))" } ?? "value(\(name))"
  }

  private func encoding(_ field: TableField) -> String {
    let name = Self.literal(field.field.name)
    let value = "self.\(field.name)"
    switch field.kind {
    case .union: return "set(union: \(value), \(name))"
    case .unions: return "set(unions: \(value), \(name))"
    default: break
    }
    if let nested = field.nested {
      let isAlwaysSet = field.isOptionalInDraft || field.field.isRequired
      let bytes = isAlwaysSet ? value : "\(value).isEmpty ? nil : \(value)"
      return "set(nested: \(bytes), \(name), as: \(nested.type).self)"
    }
    if field.isOptionalInDraft || field.field.isRequired { return "set(\(value), \(name))" }
    return "set(\(value), \(name), default: \(field.draftDefault ?? "nil"))"
  }

  /// Writes how a union's member is coded.
  func writeMemberCoding(_ members: [UnionMember], tag: String, to writer: inout SourceWriter) {
    writer.block("\(access)init(tag: \(tag), from decoder: any \(swift)Decoder) throws") { writer in
      let unknown = "default: throw \(runtime)UnknownMember.notDecodable(tag: tag, from: decoder)"
      writeSwitch("tag", members, unknown, to: &writer) { member in
        "\(Self.literal(member.value)): self = .\(member.name)(try \(member.draftType)(from: decoder))"
      }
    }
    writer.line()
    writer.block("\(access)func encodeMember(to encoder: any \(swift)Encoder) throws") { writer in
      let unknown = "case .unknown(let member): try member.encode(to: encoder)"
      writeSwitch("self", members, unknown, to: &writer) { member in
        ".\(member.name)(let member): try member.encode(to: encoder)"
      }
    }
  }
}
