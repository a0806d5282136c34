/// Reads JSON as FlatBuffers compilers do: comments, names without quotes, single quotes, trailing commas,
/// hexadecimal numbers and the names of enums are fine, too; where they are strict, names have quotes, and no comma trails.
package struct JSONParser {
  private var lexer: Lexer
  private var current: Token
  private let options: JSONReader.Options

  /// Parses a file that holds one value.
  package static func parse(
    _ file: SourceFile, _ options: JSONReader.Options
  ) throws(Diagnostic) -> JSONValue {
    var parser = try JSONParser(file, options)
    let value = try parser.value(depth: 0)
    guard parser.current.kind == .endOfFile else { throw parser.unexpected("the end of the file") }
    return value
  }

  /// Parses the value that follows the declarations of a schema; `nil` if there is none.
  static func parseData(
    of schema: SourceFile, _ options: JSONReader.Options
  ) throws(Diagnostic) -> JSONValue? {
    var parser = try JSONParser(schema, options)
    var depth = 0
    var endsDeclaration = true
    while parser.current.kind != .endOfFile {
      // A declaration has its name before the brace, data has the end of another declaration.
      if parser.current.isSymbol("{") {
        if depth == 0, endsDeclaration { break }
        depth += 1
      } else if parser.current.isSymbol("}") {
        depth -= 1
      }
      endsDeclaration = parser.current.isSymbol("}") || parser.current.isSymbol(";")
      try parser.advance()
    }
    if parser.current.kind == .endOfFile { return nil }
    let value = try parser.value(depth: 0)
    guard parser.current.kind == .endOfFile else { throw parser.unexpected("the end of the file") }
    return value
  }

  private init(_ file: SourceFile, _ options: JSONReader.Options) throws(Diagnostic) {
    lexer = Lexer(file)
    current = lexer.next()
    self.options = options
    try check()
  }

  private mutating func check() throws(Diagnostic) {
    if let diagnostic = lexer.takeDiagnostics().first { throw diagnostic }
  }

  private mutating func advance() throws(Diagnostic) {
    current = lexer.next()
    try check()
  }

  private func unexpected(_ expected: String) -> Diagnostic {
    Diagnostic(at: current.location, "found \(current), expected \(expected)")
  }

  private mutating func takeIfPresent(_ symbol: String) throws(Diagnostic) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func value(depth: Int) throws(Diagnostic) -> JSONValue {
    let token = current
    guard depth < options.maximumDepth else {
      throw Diagnostic(at: token.location, "found values nested more than \(options.maximumDepth) deep")
    }
    try advance()
    let kind: JSONValue.Kind
    switch token.kind {
    case .string: kind = .string(token.text)
    case .integer: kind = .integer(token.text)
    case .float: kind = .real(token.text)
    case .identifier: kind = try word(token.text, depth: depth)
    case .symbol where token.text == "{": kind = .object(try members(depth: depth))
    case .symbol where token.text == "[": kind = .array(try elements(until: "]", depth: depth))
    case .symbol where token.text == "-" || token.text == "+":
      guard current.kind == .identifier, current.directlyFollows(token) else {
        throw unexpected("a number directly after '\(token.text)'")
      }
      let name = current.text
      try advance()
      kind = try word(token.text == "-" ? "-" + name : name, depth: depth)
    default:
      throw Diagnostic(at: token.location, "found \(token), expected a value")
    }
    return JSONValue(kind: kind, location: token.location)
  }

  /// What begins with a name: a word, a dotted name, or a function and its argument.
  private mutating func word(_ first: String, depth: Int) throws(Diagnostic) -> JSONValue.Kind {
    var name = first
    while try takeIfPresent(".") {
      guard current.kind == .identifier else { throw unexpected("a name after the '.'") }
      name += "." + current.text
      try advance()
    }
    guard try takeIfPresent("(") else { return .word(name) }
    let argument = try value(depth: depth + 1)
    guard try takeIfPresent(")") else { throw unexpected("')' after the argument") }
    return .call(name, argument)
  }

  private mutating func members(depth: Int) throws(Diagnostic) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    while try !takeIfPresent("}") {
      let name = current
      guard name.kind == .string || name.kind == .identifier else {
        throw unexpected("the name of a field or '}'")
      }
      guard !options.isStrict || name.kind == .string else { throw unexpected("the name in quotes") }
      try advance()
      guard try takeIfPresent(":") else { throw unexpected("':' after '\(name.text)'") }
      let value = try value(depth: depth + 1)
      members.append(JSONValue.Member(name: name.text, location: name.location, value: value))
      if try !takeComma(before: "}") { break }
    }
    return members
  }

  private mutating func elements(until end: String, depth: Int) throws(Diagnostic) -> [JSONValue] {
    var elements: [JSONValue] = []
    while try !takeIfPresent(end) {
      elements.append(try value(depth: depth + 1))
      if try !takeComma(before: end) { break }
    }
    return elements
  }

  /// Takes the comma between two members or elements, or what ends them all; returns whether another one can follow.
  private mutating func takeComma(before end: String) throws(Diagnostic) -> Bool {
    guard try takeIfPresent(",") else {
      guard try takeIfPresent(end) else { throw unexpected("',' or '\(end)'") }
      return false
    }
    if options.isStrict, current.isSymbol(end) { throw unexpected("no ',' before it") }
    return true
  }
}
