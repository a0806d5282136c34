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
