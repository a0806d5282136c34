internal import FlatBuffersReflection

extension Parser {
  /// An `enum`, after its keyword.
  mutating func parseEnum(_ keyword: Token) throws(Abandoned) -> EnumSyntax {
    let name = try takeIdentifier("the name of the enum")
    guard takeIfPresent(":") else {
      throw unexpected(
        "':' and the integer type of the enum", hint: "for example 'enum \(name.text): ubyte { … }'")
    }
    let type = try takeDottedName("the integer type of the enum")
    let header = try parseHeader(keyword, named: name)
    var members: [EnumMemberSyntax] = []
    try parseBody(of: keyword, separator: ",") { parser throws(Abandoned) in
      members.append(try parser.parseEnumMember())
      try parser.takeMemberSeparator()
    }
    return EnumSyntax(header: header, underlyingType: type, members: members)
  }

  private mutating func parseEnumMember() throws(Abandoned) -> EnumMemberSyntax {
    let documentation = current.documentation
    let name = try takeIdentifier("the name of a member or '}'")
    let value = try parseMemberValue()
    return EnumMemberSyntax(
      name: name, value: value, attributes: try parseAttributes(), documentation: documentation)
  }

  /// A `union`, after its keyword.
  mutating func parseUnion(_ keyword: Token) throws(Abandoned) -> UnionSyntax {
    let name = try takeIdentifier("the name of the union")
    let type = takeIfPresent(":") ? try takeDottedName("the integer type of the union's tag") : nil
    let header = try parseHeader(keyword, named: name)
    var members: [UnionMemberSyntax] = []
    try parseBody(of: keyword, separator: ",") { parser throws(Abandoned) in
      members.append(try parser.parseUnionMember())
      try parser.takeMemberSeparator()
    }
    return UnionSyntax(header: header, underlyingType: type, members: members)
  }

  private mutating func parseUnionMember() throws(Abandoned) -> UnionMemberSyntax {
    let documentation = current.documentation
    let first = try takeDottedName("the name of a member or '}'")
    var alias: NameSyntax?
    var type = first
    if takeIfPresent(":") {
      alias = first
      type = try takeDottedName("the type of the member, a table, a struct or string")
    }
    let value = try parseMemberValue()
    return UnionMemberSyntax(
      alias: alias, type: type, value: value, attributes: try parseAttributes(),
      documentation: documentation)
  }

  private mutating func parseMemberValue() throws(Abandoned) -> NameSyntax? {
    guard takeIfPresent("=") else { return nil }
    guard current.kind == .integer else { throw unexpected("an integer") }
    defer { advance() }
    return NameSyntax(current.text, at: current.location)
  }

  private mutating func takeMemberSeparator() throws(Abandoned) {
    guard takeIfPresent(",") || current.isSymbol("}") else { throw unexpected("',' or '}'") }
  }
}
