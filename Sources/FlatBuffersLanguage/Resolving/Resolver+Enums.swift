internal import FlatBuffersReflection

extension Resolver {
  mutating func resolve(_ syntax: EnumSyntax) {
    let header = header(syntax.header, allowing: .enumeration)
    let type = underlyingType(syntax.underlyingType)
    var numbering = MemberNumbering(
      type: type, isBitFlags: header.attributes.contains("bit_flags"), next: 0)
    var members: [EnumDefinition.Member] = []
    for member in syntax.members where !log.isFull {
      guard let value = numbering.value(of: member.name, explicit: member.value, log: &log) else { continue }
      members.append(
        EnumDefinition.Member(
          name: member.name.text, location: member.name.location, value: value, type: nil,
          attributes: attributes(member.attributes, on: .member), documentation: member.documentation))
    }
    if syntax.members.isEmpty {
      // Of flags, too, the first member is the bit 0.
      members.append(Self.none(at: header.location, value: numbering.isBitFlags ? 1 : 0))
    }
    checkUnique(members)
    members.sort { $0.value < $1.value }
    append(
      EnumDefinition(
        header: header, isUnion: false, underlyingType: type, namesUnderlyingType: true, members: members))
    symbols.resolvedCount += 1
  }

  mutating func resolve(_ syntax: UnionSyntax) {
    let header = header(syntax.header, allowing: .union)
    let type = syntax.underlyingType.map { underlyingType($0) } ?? .ubyte
    // Members may refer to the union's own tables; the union itself counts as declared.
    symbols.resolvedCount += 1
    var numbering = MemberNumbering(type: type, isBitFlags: false, next: 1)
    var members = [Self.none(at: header.location)]
    for member in syntax.members where !log.isFull {
      // A qualified name is spelled out, so that members of two namespaces can differ.
      let text = String((member.alias ?? member.type).text.map { $0 == "." ? "_" : $0 })
      let name = NameSyntax(text, at: (member.alias ?? member.type).location)
      guard
        let elementType = unionMemberType(member.type, hasAlias: member.alias != nil),
        let value = numbering.value(of: name, explicit: member.value, log: &log)
      else { continue }
      members.append(
        EnumDefinition.Member(
          name: name.text, location: name.location, value: value, type: elementType,
          attributes: attributes(member.attributes, on: .member), documentation: member.documentation))
    }
    checkUnique(members)
    members.sort { $0.value < $1.value }
    append(
      EnumDefinition(
        header: header, isUnion: true, underlyingType: type,
        namesUnderlyingType: syntax.underlyingType != nil, members: members))
  }

  private mutating func append(_ definition: EnumDefinition) {
    schema.enums.append(definition)
    memberValues.append(MemberValues(definition))
  }

  private static func none(at location: SourceLocation, value: Int128 = 0) -> EnumDefinition.Member {
    EnumDefinition.Member(
      name: "NONE", location: location, value: value, type: nil, attributes: AttributeList(),
      documentation: [])
  }

  private mutating func underlyingType(_ name: NameSyntax) -> ScalarType {
    if let type = ScalarType(named: name.text), type.isInteger { return type }
    log.error("found '\(name.text)', expected an integer type", at: name.location)
    return .long
  }

  /// - Parameter hasAlias: whether the member has a name of its own, without which `string` would be a table.
  private mutating func unionMemberType(_ name: NameSyntax, hasAlias: Bool) -> ElementType? {
    if name.text == "string", hasAlias { return .string }
    guard
      ScalarType(named: name.text) == nil,
      let symbol = symbol(named: name.text)
    else {
      log.error(
        "found '\(name.text)', expected a table, a struct or a named string", at: name.location,
        hint: name.text == "string" ? "give the string a name: 'Text: string'" : symbols.hint(for: name.text))
      return nil
    }
    switch symbol.kind {
    case .table: return .table(symbol.index)
    case .structure: return .structure(symbol.index)
    case .enumeration, .union:
      log.error(
        "found the \(symbol.kind.noun) '\(symbol.name)', expected a table, a struct or string",
        at: name.location)
      return nil
    }
  }

  private mutating func checkUnique(_ members: [EnumDefinition.Member]) {
    var names: Set<String> = []
    var byValue: [Int128: String] = [:]
    for member in members {
      if !names.insert(member.name).inserted {
        log.error("found a second member named '\(member.name)'", at: member.location)
      } else if let other = byValue.updateValue(member.name, forKey: member.value) {
        log.error(
          "found the value \(member.value) for '\(member.name)', expected one that '\(other)' doesn't have",
          at: member.location)
      }
    }
  }
}

/// Gives the members of an enum or union their values: one more than the one before, unless stated.
private struct MemberNumbering {
  let type: ScalarType
  let isBitFlags: Bool
  var next: Int128

  /// The value of the next member; `nil` after reporting one that is out of range.
  mutating func value(of name: NameSyntax, explicit: NameSyntax?, log: inout DiagnosticLog) -> Int128? {
    var number = next
    if let explicit {
      guard let value = Numeral.integer(explicit.text) else {
        log.error("found '\(explicit.text)', expected an integer of at most 64 bits", at: explicit.location)
        return nil
      }
      number = value
    }
    next = number + 1
    // The sign bit of a signed type is no flag.
    let bits = Int128(type.size * 8 - (type.isSigned ? 1 : 0))
    let range = isBitFlags ? 0...(bits - 1) : type.integerRange ?? 0...0
    guard range.contains(number) else {
      let what = isBitFlags ? "bit" : "value"
      log.error(
        "found the \(what) \(number) for '\(name.text)', expected one in \(range) of the type \(type.rawValue)",
        at: explicit?.location ?? name.location)
      return nil
    }
    return isBitFlags ? 1 << number : number
  }
}
