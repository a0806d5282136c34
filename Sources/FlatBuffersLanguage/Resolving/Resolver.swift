internal import FlatBuffersReflection

/// Looks up the names, judges the values and computes the layouts of parsed files.
struct Resolver {
  var schema = Schema()
  var log = DiagnosticLog()
  var symbols = SymbolTable()
  var knownAttributes = BuiltInAttributes.names
  /// The namespace of the definition being resolved, from which names are looked up.
  private(set) var currentNamespace: [String] = []
  /// The members of each of the schema's enums.
  var memberValues: [MemberValues] = []
  /// How many levels of structs each struct has, itself included.
  var structDepths: [Int: Int] = [:]
  private var declaredAttributes: Set<String> = []
  private var serviceNames: Set<String> = []
  /// The positions of types that were used before their declarations, so that other compilers know them.
  private var forwardUses: Set<Int> = []

  /// - Parameter files: the parsed files, included ones before those that include them.
  static func resolve(_ files: [SchemaSyntax]) -> (schema: Schema, log: DiagnosticLog) {
    var resolver = Resolver()
    let files = SchemaSyntax.withoutRepeatedEmptyTables(files)
    for file in files { resolver.declareTypes(of: file) }
    for (index, file) in files.enumerated() {
      resolver.resolve(file, isMain: index == files.count - 1)
    }
    return (resolver.schema, resolver.log)
  }

  // MARK: - First pass: the names of all types

  private mutating func declareTypes(of file: SchemaSyntax) {
    for declaration in file.declarations {
      switch declaration {
      case .enumeration(let syntax): declare(syntax.header, as: .enumeration)
      case .union(let syntax): declare(syntax.header, as: .union)
      case .object(let syntax): declare(syntax.header, as: syntax.isStruct ? .structure : .table)
      default: break
      }
    }
  }

  private mutating func declare(_ header: HeaderSyntax, as kind: SymbolTable.Kind) {
    let name = QualifiedName(namespace: header.namespace, name: header.name.text)
    if let earlier = symbols.declare(name, as: kind, at: header.name.location) {
      log.error(
        "found a second type named '\(name)', expected every type to have its own name",
        at: header.name.location, hint: "the first is at \(earlier.location)")
    }
  }

  // MARK: - Second pass: everything else, in order

  private mutating func resolve(_ file: SchemaSyntax, isMain: Bool) {
    for declaration in file.declarations where !log.isFull {
      switch declaration {
      case .attribute(let name):
        knownAttributes.insert(name.text)
        if declaredAttributes.insert(name.text).inserted { schema.attributes.append(name.text) }
      case .enumeration(let syntax): resolve(syntax)
      case .union(let syntax): resolve(syntax)
      case .object(let syntax): resolve(syntax)
      case .service(let syntax): resolve(syntax)
      case .rootType(let name, let namespace):
        let root = rootTable(name, in: namespace)
        if isMain { schema.rootTable = root }
      case .fileIdentifier(let text):
        if text.text.utf8.count != 4 {
          log.error(
            "found a file identifier of \(text.text.utf8.count) bytes, expected 4", at: text.location)
        }
        if isMain { schema.fileIdentifier = text.text }
      case .fileExtension(let text):
        if isMain { schema.fileExtension = text.text }
      }
    }
  }

  /// The definition's header; names are looked up from its namespace from here on.
  mutating func header(_ syntax: HeaderSyntax, allowing place: Attributes.Place) -> DefinitionHeader {
    currentNamespace = syntax.namespace
    return DefinitionHeader(
      name: QualifiedName(namespace: syntax.namespace, name: syntax.name.text),
      location: syntax.name.location, attributes: attributes(syntax.attributes, on: place),
      documentation: syntax.documentation)
  }

  private mutating func rootTable(_ name: NameSyntax, in namespace: [String]) -> Int? {
    let found = symbols.find(name.text, from: namespace, at: .max)
    guard let symbol = table(found, name, "a table as the root type") else { return nil }
    guard symbol.order < symbols.resolvedCount || forwardUses.contains(symbol.order) else {
      log.error(
        "found the table '\(symbol.name)' before its declaration, expected it after", at: name.location,
        hint: "move the 'root_type' down")
      return nil
    }
    return symbol.index
  }

  /// The type a name stands for where it is used.
  mutating func symbol(named name: String) -> SymbolTable.Symbol? {
    let symbol = symbols.find(name, from: currentNamespace, at: symbols.resolvedCount)
    if let symbol, symbol.order >= symbols.resolvedCount { forwardUses.insert(symbol.order) }
    return symbol
  }

  // MARK: - Services

  private mutating func resolve(_ syntax: ServiceSyntax) {
    let header = header(syntax.header, allowing: .service)
    if !serviceNames.insert(header.name.description).inserted {
      log.error("found a second service named '\(header.name)'", at: header.location)
    }
    var names: Set<String> = []
    var methods: [ServiceDefinition.Method] = []
    for method in syntax.methods {
      if !names.insert(method.name.text).inserted {
        log.error("found a second method named '\(method.name.text)'", at: method.name.location)
      }
      let attributes = attributes(method.attributes, on: .method)
      guard
        let request = table(method.request), let response = table(method.response)
      else { continue }
      methods.append(
        ServiceDefinition.Method(
          name: method.name.text, location: method.name.location, request: request, response: response,
          attributes: attributes, documentation: method.documentation))
    }
    schema.services.append(ServiceDefinition(header: header, methods: methods))
  }

  private mutating func table(_ name: NameSyntax) -> Int? {
    let found = symbol(named: name.text)
    return table(found, name, "a table: requests and responses are tables")?.index
  }

  /// The type that was found for a name if it is a table; reports any other, and none.
  private mutating func table(
    _ symbol: SymbolTable.Symbol?, _ name: NameSyntax, _ expected: String
  ) -> SymbolTable.Symbol? {
    guard let symbol else {
      log.error(
        "found '\(name.text)', expected the name of a table", at: name.location,
        hint: symbols.hint(for: name.text))
      return nil
    }
    guard symbol.kind == .table else {
      log.error(
        "found the \(symbol.kind.noun) '\(symbol.name)', expected \(expected)", at: name.location)
      return nil
    }
    return symbol
  }
}
