internal import FlatBuffersReflection

extension FileGenerator {
  func write(_ definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let type = types.swiftType(definition.underlyingType)
    writer.documentation(definition.header.documentation)
    if isPublic { writer.line("@frozen") }
    let conformances = definition.isBitFlags ? "\(runtime)FlatEnum, \(swift)OptionSet" : "\(runtime)FlatEnum"
    writer.block("\(access)struct \(name): \(conformances)") { writer in
      writer.line("\(access)let rawValue: \(type)")
      writer.line("\(inlinable)\(access)init(rawValue: \(type)) { self.rawValue = rawValue }")
      for (memberName, member) in zip(definition.swiftMemberNames, definition.members) {
        writer.documentation(member.documentation)
        writer.line(
          "\(inlinable)\(access)static var \(memberName): \(name) { \(name)(rawValue: \(Self.literal(member.value))) }"
        )
      }
      writeNames(definition, type, to: &writer)
      // The runtime lists them by their names.
      if !options.names {
        let members = definition.swiftMemberNames.map { ".\($0)" }
        writeList("\(access)static var allCases: [\(name)]", members, to: &writer)
      }
      if !definition.isBitFlags, !definition.members.isEmpty {
        writer.line()
        writeKnown(definition, type, to: &writer)
      }
      writer.line()
      writer.line(
        "\(access)init(from decoder: any \(swift)Decoder) throws { self = try Self.decoded(from: decoder) }")
      writer.line(
        "\(access)func encode(to encoder: any \(swift)Encoder) throws { try encodeName(to: encoder) }")
    }
  }

  private func writeKnown(_ definition: EnumDefinition, _ type: String, to writer: inout SourceWriter) {
    writer.line("/// The members of the schema, for a `switch` that has to have them all.")
    if isPublic { writer.line("@frozen") }
    writer.block("\(access)enum Known: \(type), \(swift)CaseIterable, \(swift)Sendable") { writer in
      for (name, member) in zip(definition.knownMemberNames, definition.members) {
        writer.line("case \(name) = \(Self.literal(member.value))")
      }
    }
    writer.line("/// The member; `nil` for one of a newer schema.")
    writer.line("\(access)var known: Known? { Known(rawValue: rawValue) }")
  }

  func writeNames(_ definition: EnumDefinition, _ type: String, to writer: inout SourceWriter) {
    let pairs = definition.members.map { "(\(Self.literal($0.value)), \(Self.literal($0.name)))" }
    let head = "\(access)static var names: [(value: \(type), name: \(swift)String)]"
    writeList(head, options.names ? pairs : [], to: &writer)
  }

  /// Writes a property that is a list.
  private func writeList(_ head: String, _ elements: [String], to writer: inout SourceWriter) {
    let line = "\(head) { [\(elements.joined(separator: ", "))] }"
    if writer.fits(line) {
      writer.line(line)
      return
    }
    writer.block(head) { writer in
      writer.line("[")
      writer.indented { $0.line(elements.joined(separator: ", ") + ",") }
      writer.line("]")
    }
  }
}
