package import FlatBuffersLanguage
package import FlatBuffersReflection

/// Which file of a module each definition's code goes with: what several files define alike is written once.
package struct ModuleDefinitions: Sendable {
  /// What files define differently.
  package private(set) var log = DiagnosticLog()
  private var types: [QualifiedName: Definition] = [:]
  private var services: [QualifiedName: Definition] = [:]

  /// Where something is defined, and by which words.
  private struct Definition: Sendable {
    let location: SourceLocation
    let words: [String]
  }

  /// - Parameter files: those of one module, each once; of those that define one thing the first has its code.
  package init(_ files: [(source: SourceFile, syntax: SchemaSyntax)] = []) {
    for (source, syntax) in files {
      let words = DefinitionWords(source, syntax)
      for declaration in syntax.declarations {
        switch declaration {
        case .enumeration(let syntax): add(syntax.header, words, to: \.types)
        case .union(let syntax): add(syntax.header, words, to: \.types)
        case .object(let syntax): add(syntax.header, words, to: \.types)
        case .service(let syntax): add(syntax.header, words, to: \.services)
        case .attribute, .rootType, .fileIdentifier, .fileExtension: break
        }
      }
    }
  }

  /// Whether the code of a type goes with another file than the one that its definition is read from.
  func isElsewhere(type header: DefinitionHeader) -> Bool { isElsewhere(header, types) }

  /// Whether the code of a service goes with another file than the one that its definition is read from.
  func isElsewhere(service header: DefinitionHeader) -> Bool { isElsewhere(header, services) }

  private func isElsewhere(_ header: DefinitionHeader, _ definitions: [QualifiedName: Definition]) -> Bool {
    guard let place = definitions[header.name]?.location.file else { return false }
    return SchemaFiles.normalize(place) != SchemaFiles.normalize(header.location.file)
  }

  private mutating func add(
    _ header: HeaderSyntax, _ words: DefinitionWords,
    to definitions: WritableKeyPath<ModuleDefinitions, [QualifiedName: Definition]>
  ) {
    let name = QualifiedName(namespace: header.namespace, name: header.name.text)
    let location = header.name.location
    guard let first = self[keyPath: definitions][name] else {
      self[keyPath: definitions][name] = Definition(location: location, words: words.definition(at: location))
      return
    }
    // Twice in one file is what the compiler of that file reports.
    guard first.location.file != location.file, first.words != words.definition(at: location) else { return }
    log.error(
      "found another definition of '\(name)', expected the one at \(first.location) again", at: location,
      hint: "rename one of them, or put it into another namespace")
  }
}

/// The words of a file's definitions, without comments and whatever stands between words. Those of its root type end with the
/// identifier that its records carry, which goes with their code.
private struct DefinitionWords {
  private var tokens: [Token] = []
  private var places: [SourceLocation: Int] = [:]
  /// The name of the root type, without its namespace.
  private var root: Substring?
  private var identifier: String?

  init(_ source: SourceFile, _ syntax: SchemaSyntax) {
    for declaration in syntax.declarations {
      switch declaration {
      case .rootType(let name, _): root = name.text.split(separator: ".").last
      case .fileIdentifier(let name): identifier = name.text
      case .attribute, .fileExtension, .enumeration, .union, .object, .service: break
      }
    }
    var lexer = Lexer(source)
    while case let token = lexer.next(), token.kind != .endOfFile {
      places[token.location] = tokens.count
      tokens.append(token)
    }
  }

  /// From the word before a definition's name to the brace that ends it.
  func definition(at name: SourceLocation) -> [String] {
    guard let start = places[name] else { return [] }
    var depth = 0
    var words: [String] = []
    for token in tokens[max(0, start - 1)...] {
      words.append(token.description)
      if token.isSymbol("{") { depth += 1 }
      if token.isSymbol("}") { depth -= 1 }
      if token.isSymbol("}"), depth <= 0 { break }
    }
    if let root, let identifier, tokens[start].text == root { words.append(identifier) }
    return words
  }
}
