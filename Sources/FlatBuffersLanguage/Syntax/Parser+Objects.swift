internal import FlatBuffersReflection

extension Parser {
  /// A `table` or `struct`, after its keyword.
  mutating func parseObject(_ keyword: Token) throws(Abandoned) -> ObjectSyntax {
    let header = try parseHeader(keyword)
    var fields: [FieldSyntax] = []
    try parseBody(of: keyword, separator: ";") { parser throws(Abandoned) in
      fields.append(try parser.parseField())
    }
    return ObjectSyntax(header: header, isStruct: keyword.text == "struct", fields: fields)
  }

  mutating func parseHeader(_ keyword: Token) throws(Abandoned) -> HeaderSyntax {
    try parseHeader(keyword, named: try takeIdentifier("the name of the \(keyword.text)"))
  }

  /// The header of a declaration whose name was taken already, and its type if it has one.
  mutating func parseHeader(_ keyword: Token, named name: NameSyntax) throws(Abandoned) -> HeaderSyntax {
    HeaderSyntax(
      name: name, namespace: namespace, attributes: try parseAttributes(),
      documentation: keyword.documentation)
  }

  private mutating func parseField() throws(Abandoned) -> FieldSyntax {
    let first = current
    let name = try takeIdentifier("the name of a field or '}'")
    guard takeIfPresent(":") else {
      let looksLikeDeclaration = first.startsLine && Self.declarationKeywords.contains(first.text)
      throw unexpected(
        "':' and the field's type",
        hint: looksLikeDeclaration ? "is a '}' missing before this '\(first.text)'?" : nil)
    }
    let type = try parseType()
    var value: ValueSyntax?
    if takeIfPresent("=") { value = try parseValue(depth: 0) }
    let attributes = try parseAttributes()
    try take(";")
    return FieldSyntax(
      name: name, type: type, defaultValue: value, attributes: attributes,
      documentation: first.documentation)
  }

  private mutating func parseType() throws(Abandoned) -> TypeSyntax {
    guard takeIfPresent("[") else {
      return TypeSyntax(name: try takeDottedName("a type"), shape: .single)
    }
    if current.isSymbol("[") {
      throw unexpected(
        "the type of an element: a vector cannot hold vectors", hint: "put the inner vector in a table")
    }
    let name = try takeDottedName("the type of the elements")
    guard takeIfPresent(":") else {
      try take("]")
      return TypeSyntax(name: name, shape: .vector)
    }
    guard current.kind == .integer else { throw unexpected("the number of elements") }
    let count = NameSyntax(current.text, at: current.location)
    advance()
    try take("]")
    return TypeSyntax(name: name, shape: .array(count: count))
  }

  mutating func parseAttributes() throws(Abandoned) -> [AttributeSyntax] {
    guard takeIfPresent("(") else { return [] }
    var attributes: [AttributeSyntax] = []
    repeat {
      guard current.kind == .identifier || current.kind == .string else {
        throw unexpected("the name of an attribute")
      }
      let name = NameSyntax(current.text, at: current.location)
      advance()
      attributes.append(
        AttributeSyntax(name: name, value: takeIfPresent(":") ? try parseAttributeValue() : .none))
    } while takeIfPresent(",")
    guard takeIfPresent(")") else { throw unexpected("',' or ')' in the list of attributes") }
    return attributes
  }

  private mutating func parseAttributeValue() throws(Abandoned) -> AttributeSyntax.Value {
    switch current.kind {
    case .integer:
      defer { advance() }
      return .integer(current.text)
    case .string:
      defer { advance() }
      return .string(current.text)
    default:
      throw unexpected("an integer or a string as the attribute's value")
    }
  }

  /// - Parameter depth: how many function calls the value is inside of.
  private mutating func parseValue(depth: Int) throws(Abandoned) -> ValueSyntax {
    let token = current
    func value(_ kind: ValueSyntax.Kind) -> ValueSyntax { ValueSyntax(kind: kind, location: token.location) }
    switch token.kind {
    case .integer:
      advance()
      return value(.integer(token.text))
    case .float:
      advance()
      return value(.float(token.text))
    case .string:
      advance()
      return value(.string(token.text))
    case .identifier:
      advance()
      // Only a parenthesis directly after the word makes it a call; else a list of attributes begins.
      guard current.directlyFollows(token), takeIfPresent("(") else { return value(.word(token.text)) }
      guard depth < Self.maximumDepth else {
        throw unexpected("a value nested less deeply than \(Self.maximumDepth) calls")
      }
      let argument = try parseValue(depth: depth + 1)
      try take(")")
      return value(.call(token.text, argument))
    case .symbol where token.text == "[":
      advance()
      guard takeIfPresent("]") else {
        throw unexpected("']': the default of a vector can only be empty")
      }
      return value(.emptyVector)
    case .symbol where token.text == "-" || token.text == "+":
      advance()
      guard current.kind == .identifier, current.directlyFollows(token) else {
        throw unexpected("a number directly after '\(token.text)'")
      }
      defer { advance() }
      return value(.word(token.text + current.text))
    default:
      throw unexpected("a value")
    }
  }

  static let maximumDepth = 64
}
