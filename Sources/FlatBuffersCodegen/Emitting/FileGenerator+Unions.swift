internal import FlatBuffersSchema

extension FileGenerator {
  /// A member of a union that is a table.
  struct UnionMember {
    var name: String
    var value: Int128
    var type: String
    var documentation: [String]
  }

  /// The members of a union but `NONE`.
  func members(of definition: EnumDefinition) -> [UnionMember] {
    definition.members.compactMap { member in
      guard let type = member.type else { return nil }
      return UnionMember(
        name: ReservedNames.union.member(member.name), value: member.value, type: swiftType(type),
        documentation: member.documentation)
    }
  }

  func writeUnion(_ definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let members = members(of: definition)
    let tag = swiftType(definition.underlyingType)
    writer.documentation(
      definition.header.documentation.isEmpty
        ? [" A member of the union `\(definition.name)` in place."] : definition.header.documentation)
    if isPublic { writer.line("@frozen") }
    writer.block("\(access)enum \(name): ~Escapable") { writer in
      for member in members {
        writer.documentation(member.documentation)
        writer.line("case \(member.name)(\(member.type))")
      }
      writer.line("/// A member of a newer schema, by its tag.")
      writer.line("case unknown(\(tag))")
      writer.line()
      writer.line("/// The plain form of a member. A member this schema does not know cannot be kept.")
      writer.block("\(access)indirect enum Draft: Sendable, Equatable") { writer in
        writeDraft(members, of: name, tag: tag, to: &writer)
      }
    }
  }

  private func writeDraft(
    _ members: [UnionMember], of name: String, tag: String, to writer: inout SourceWriter
  ) {
    for member in members {
      writer.documentation(member.documentation)
      writer.line("case \(member.name)(\(member.type).Draft)")
    }
    writer.line()
    writer.line("/// A copy of the member; `nil` if it is one this schema does not know.")
    writer.block("\(access)init?(_ view: borrowing \(name))") { writer in
      writer.line("switch view {")
      for member in members {
        writer.line("case .\(member.name)(let member): self = .\(member.name)(member.draft)")
      }
      writer.lines("case .unknown: return nil", "}")
    }
    writer.line()
    writer.line("/// The number that tells the member from others.")
    writer.block("\(access)var tag: \(tag)") { writer in
      writer.line("switch self {")
      for member in members { writer.line("case .\(member.name): \(member.value)") }
      writer.line("}")
    }
    writer.line()
    writer.block("\(access)func write(to builder: inout Builder) throws(BuildError) -> TableOffset") {
      writer in
      writer.line("switch self {")
      for member in members {
        writer.line("case .\(member.name)(let member): try member.write(to: &builder)")
      }
      writer.line("}")
    }
  }
}
