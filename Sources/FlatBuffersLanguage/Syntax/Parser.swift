package import FlatBuffersReflection

/// Reads one schema file into its syntax; after an error it goes on at the next field or declaration.
package struct Parser {
  /// Thrown to leave a construct whose error has been reported.
  struct Abandoned: Error {}

  private var lexer: Lexer
  private(set) var current: Token
  private(set) var log = DiagnosticLog()
  private(set) var namespace: [String] = []
  private var syntax: SchemaSyntax

  private init(_ file: SourceFile) {
    lexer = Lexer(file)
    current = lexer.next()
    syntax = SchemaSyntax(path: file.path)
    collectLexicalErrors()
  }

  /// Parses a file; the syntax holds whatever could be understood.
  package static func parse(_ file: SourceFile) -> (syntax: SchemaSyntax, log: DiagnosticLog) {
    var parser = Parser(file)
    parser.parseFile()
    return (parser.syntax, parser.log)
  }

  private mutating func parseFile() {
    if !log.hasErrors, current.kind == .endOfFile || current.isSymbol("{") {
      let found = current.kind == .endOfFile ? "an empty file" : "JSON data"
      log.error("found \(found), expected a schema", at: current.location)
    }
    // Braces at the top level start JSON data, which is no part of the schema.
    while current.kind != .endOfFile, !current.isSymbol("{"), !log.isFull {
      do throws(Abandoned) {
        try parseDeclaration()
      } catch {
        skipToNextDeclaration()
      }
    }
    if current.isSymbol("{") { syntax.dataLocation = current.location }
  }

  private mutating func parseDeclaration() throws(Abandoned) {
    let keyword = current
    guard keyword.kind == .identifier, Self.declarationKeywords.contains(keyword.text) else {
      throw unexpected("a declaration such as 'table', 'enum' or 'namespace'")
    }
    advance()
    try parseDeclaration(after: keyword)
  }

  private mutating func parseDeclaration(after keyword: Token) throws(Abandoned) {
    switch keyword.text {
    case "include", "native_include": try parseInclude(keyword)
    case "namespace": try parseNamespace()
    case "attribute": syntax.declarations.append(.attribute(try parseAttributeDeclaration()))
    case "root_type":
      let name = try takeDottedName("the name of a table")
      syntax.declarations.append(.rootType(name, namespace: namespace))
      try take(";")
    case "file_identifier": syntax.declarations.append(.fileIdentifier(try takeStringStatement()))
    case "file_extension": syntax.declarations.append(.fileExtension(try takeStringStatement()))
    case "enum": syntax.declarations.append(.enumeration(try parseEnum(keyword)))
    case "union": syntax.declarations.append(.union(try parseUnion(keyword)))
    case "rpc_service": syntax.declarations.append(.service(try parseService(keyword)))
    default: syntax.declarations.append(.object(try parseObject(keyword)))
    }
  }

  private mutating func parseInclude(_ keyword: Token) throws(Abandoned) {
    if !syntax.declarations.isEmpty || !namespace.isEmpty {
      log.error(
        "found '\(keyword.text)' after a declaration, expected it before all of them", at: keyword.location)
    }
    let name = try takeStringStatement()
    if keyword.text == "include" { syntax.includes.append(name) }
  }

  private mutating func parseNamespace() throws(Abandoned) {
    var parts: [String] = []
    let start = current.location
    if !current.isSymbol(";") {
      parts.append(try takeIdentifier("a name").text)
      while takeIfPresent(".") { parts.append(try takeIdentifier("a name").text) }
    }
    if let problem = QualifiedName.problem(ofNamespace: parts) {
      log.error(problem, at: start)
    } else {
      namespace = parts
    }
    try take(";")
  }

  private mutating func parseAttributeDeclaration() throws(Abandoned) -> NameSyntax {
    let token = current
    guard token.kind == .string || token.kind == .identifier else {
      throw unexpected("the name of an attribute")
    }
    advance()
    try take(";")
    return NameSyntax(token.text, at: token.location)
  }

  private mutating func takeStringStatement() throws(Abandoned) -> NameSyntax {
    let token = current
    guard token.kind == .string else { throw unexpected("a string in quotes") }
    advance()
    try take(";")
    return NameSyntax(token.text, at: token.location)
  }
}

// MARK: - Tokens

extension Parser {
  static let declarationKeywords: Set<String> = [
    "include", "native_include", "namespace", "attribute", "root_type", "file_identifier", "file_extension",
    "enum", "union", "struct", "table", "rpc_service",
  ]

  mutating func advance() {
    current = lexer.next()
    collectLexicalErrors()
  }

  private mutating func collectLexicalErrors() {
    for diagnostic in lexer.takeDiagnostics() { log.add(diagnostic) }
  }

  /// Reports that the current token is not what the language asks for here.
  mutating func unexpected(_ expected: String, hint: String? = nil) -> Abandoned {
    // What the lexer has reported needs no second error.
    if current.kind != .invalid {
      log.error("found \(current), expected \(expected)", at: current.location, hint: hint)
    }
    return Abandoned()
  }

  mutating func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
    log.error(message, at: location, hint: hint)
  }

  mutating func takeIfPresent(_ symbol: String) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ symbol: String) throws(Abandoned) {
    guard takeIfPresent(symbol) else { throw unexpected("'\(symbol)'") }
  }

  mutating func takeIdentifier(_ what: String) throws(Abandoned) -> NameSyntax {
    guard current.kind == .identifier else { throw unexpected(what) }
    defer { advance() }
    return NameSyntax(current.text, at: current.location)
  }

  mutating func takeDottedName(_ what: String) throws(Abandoned) -> NameSyntax {
    var name = try takeIdentifier(what)
    while takeIfPresent(".") { name.text += "." + (try takeIdentifier("a name").text) }
    return name
  }
}

// MARK: - Recovery

extension Parser {
  /// Whether a declaration starts at the current token, as far as one token can tell.
  private var startsDeclaration: Bool {
    current.kind == .identifier && current.startsLine && Self.declarationKeywords.contains(current.text)
  }

  private mutating func skipToNextDeclaration() {
    var depth = 0
    while current.kind != .endOfFile {
      if depth <= 0, startsDeclaration { return }
      if current.isSymbol("{") { depth += 1 }
      if current.isSymbol("}") { depth -= 1 }
      let ends = depth <= 0 && (current.isSymbol(";") || current.isSymbol("}"))
      advance()
      if ends { return }
    }
  }

  /// Skips the rest of a member of a body: past its separator, or up to the end of the body.
  ///
  /// - Returns: whether the body goes on; `false` at what looks like the next declaration.
  private mutating func skipToNextMember(separator: String) -> Bool {
    while current.kind != .endOfFile, !current.isSymbol("}") {
      if startsDeclaration { return false }
      if takeIfPresent(separator) { return true }
      advance()
    }
    return true
  }

  /// Parses the members of a body up to its `}`, each on its own so that one error doesn't hide the others.
  ///
  /// - Parameter separator: what ends a member, where a broken one is left.
  mutating func parseBody(
    of keyword: Token, separator: String,
    member: (inout Parser) throws(Abandoned) -> Void
  ) throws(Abandoned) {
    try take("{")
    while !current.isSymbol("}") {
      if current.kind == .endOfFile || log.isFull {
        throw unexpected("the '}' of the \(keyword.text) that starts at line \(keyword.location.line)")
      }
      let start = current
      do throws(Abandoned) {
        try member(&self)
      } catch {
        if current.location == start.location, !current.isSymbol(separator) { advance() }
        guard skipToNextMember(separator: separator) else { throw Abandoned() }
      }
    }
    advance()
  }
}
