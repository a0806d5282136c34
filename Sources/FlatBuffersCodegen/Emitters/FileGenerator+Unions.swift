internal import FlatBuffersReflection

extension FileGenerator {
  func writeUnion(_ definition: EnumDefinition, named name: String, to writer: inout SourceWriter) {
    let members = UnionMember.members(of: definition, types)
    let tag = types.swiftType(definition.underlyingType)
    writer.documentation(
      definition.header.documentation.isEmpty
        ? [" A member of the union `\(definition.name)` in place."] : definition.header.documentation)
    if isPublic { writer.line("@frozen") }
    let conformance = options.viewsOnly ? "ReadableUnion" : "FlatUnion"
    writer.block("\(access)enum \(name): ~\(swift)Escapable, \(runtime)\(conformance)") { writer in
      for member in members {
        writer.documentation(member.documentation)
        writer.line("case \(member.name)(\(member.viewType))")
      }
      writer.line("/// A member of a newer schema, by its tag.")
      writer.line("case unknown(\(tag), \(runtime)UnionView)")
      writer.line()
      writeReading(members, tag: tag, to: &writer)
      writer.line()
      writeVerification(members, tag: tag, to: &writer)
      writer.line()
      if options.viewsOnly {
        writeSlots(of: members, tag: tag, to: &writer)
        return
      }
      writeCopying(members, to: &writer)
      writer.line()
      writer.line("/// The plain form of a member.")
      writer.block("\(access)indirect enum Draft: \(runtime)UnionDraft") { writer in
        writeDraft(members, of: name, tag: tag, to: &writer)
        writer.line()
        writeNames(definition, tag, to: &writer)
        guard options.codable else { return }
        writer.line()
        writeMemberCoding(members, tag: tag, to: &writer)
      }
    }
  }

  private func writeReading(_ members: [UnionMember], tag: String, to writer: inout SourceWriter) {
    writeInlinable(to: &writer)
    writer.line("@_lifetime(copy member)")
    writer.block("\(access)init(tag: \(tag), _ member: \(runtime)UnionView)") { writer in
      writeSwitch("tag", members, "default: self = .unknown(tag, member)", to: &writer) { member in
        let value =
          switch member.kind {
          case .table: "member.table(as: \(member.type).self)"
          case .structure: "member.structure(as: \(member.type).self)"
          case .string: "member.string()"
          }
        return "\(Self.literal(member.value)): self = .\(member.name)(\(value))"
      }
    }
  }

  private func writeVerification(_ members: [UnionMember], tag: String, to writer: inout SourceWriter) {
    writer.line("\(access)static func verify(")
    writer.indented {
      $0.line("_ tag: \(tag), at position: \(swift)Int, with verifier: inout \(runtime)Verifier")
    }
    writer.block(") throws(\(runtime)VerificationError)") { writer in
      writeSwitch("tag", members, "default: break", to: &writer) { member in
        let check =
          switch member.kind {
          case .table: "member(\(member.type).self, at: position)"
          case .structure: "member(structure: \(member.type).self, at: position)"
          case .string: "member(stringAt: position)"
          }
        return "\(Self.literal(member.value)): try verifier.\(check)"
      }
    }
  }

  private func writeCopying(_ members: [UnionMember], to writer: inout SourceWriter) {
    writer.block("\(access)func draft(_ keeper: inout \(runtime)RecordKeeper) -> Draft") { writer in
      let unknown =
        "case .unknown(let tag, let member): .unknown(\(runtime)UnknownMember(tag: tag, member, &keeper))"
      writeSwitch("self", members, unknown, to: &writer) { member in
        let copy =
          switch member.kind {
          case .table: "member.draft(&keeper)"
          case .structure: "member"
          case .string: "member.description"
          }
        return ".\(member.name)(let member): .\(member.name)(\(copy))"
      }
    }
  }

  private func writeDraft(
    _ members: [UnionMember], of name: String, tag: String, to writer: inout SourceWriter
  ) {
    for member in members {
      writer.documentation(member.documentation)
      writer.line("case \(member.name)(\(member.draftType))")
    }
    writer.line("/// A member of a newer schema, kept as it is.")
    writer.line("case unknown(\(runtime)UnknownMember<\(tag)>)")
    writer.line()
    writer.line("/// A copy of a member in place.")
    writer.line("\(access)init(")
    writer.indented { writer in
      writer.line(
        "tag: \(tag), _ member: borrowing \(runtime)UnionView, _ keeper: inout \(runtime)RecordKeeper")
    }
    writer.block(")") { $0.line("self = \(name)(tag: tag, copy member).draft(&keeper)") }
    writer.line()
    writer.line("/// The number that tells the member from others.")
    writer.block("\(access)var tag: \(tag)") { writer in
      writeSwitch("self", members, "case .unknown(let member): member.tag", to: &writer) { member in
        ".\(member.name): \(Self.literal(member.value))"
      }
    }
    writer.line()
    writeBuilding(returning: "BufferOffset", to: &writer) { writer in
      let unknown = "case .unknown(let member): try member.write(to: &builder)"
      writeSwitch("self", members, unknown, to: &writer) { member in
        let write =
          switch member.kind {
          case .table: "try member.write(to: &builder)"
          case .structure: "builder.structure(member)"
          case .string: "builder.string(member)"
          }
        return ".\(member.name)(let member): \(write)"
      }
    }
  }

  /// Writes a `switch` over the members of a union.
  ///
  /// - Parameters:
  ///   - unknown: the case of what the schema does not know.
  ///   - line: the case of a member, without the keyword.
  func writeSwitch(
    _ subject: String, _ members: [UnionMember], _ unknown: String, to writer: inout SourceWriter,
    _ line: (UnionMember) -> String
  ) {
    writer.line("switch \(subject) {")
    for member in members { writer.line("case " + line(member)) }
    writer.line(unknown)
    writer.line("}")
  }
}
