internal import FlatBuffersReflection

/// The types of a schema by name.
struct SymbolTable {
  enum Kind: Sendable {
    case enumeration, union, structure, table

    /// The word for the kind in a diagnostic.
    var noun: String {
      switch self {
      case .enumeration: "enum"
      case .union: "union"
      case .structure: "struct"
      case .table: "table"
      }
    }
  }

  struct Symbol {
    var kind: Kind
    var name: QualifiedName
    /// The index in the schema's `objects` or `enums`.
    var index: Int
    /// The position among all types, in the order of declaration.
    var order: Int
    var location: SourceLocation
  }

  private var symbols: [String: Symbol] = [:]
  private var objectCount = 0
  private var enumCount = 0
  /// How many types have been resolved so far, in the order of declaration.
  var resolvedCount = 0

  /// Adds a type; returns the earlier one if the name is taken.
  mutating func declare(_ name: QualifiedName, as kind: Kind, at location: SourceLocation) -> Symbol? {
    let isObject = kind == .structure || kind == .table
    let symbol = Symbol(
      kind: kind, name: name, index: isObject ? objectCount : enumCount, order: objectCount + enumCount,
      location: location)
    if isObject { objectCount += 1 } else { enumCount += 1 }
    if let earlier = symbols[name.description] { return earlier }
    symbols[name.description] = symbol
    return nil
  }

  /// Looks a name up in a namespace and then in those around it.
  ///
  /// A type declared before the place of use wins over one declared after it, as one-pass compilers have it.
  /// A later type is found by its simple or its full name only, because no other compiler finds it otherwise.
  ///
  /// - Parameter order: the number of types declared before the place of use.
  func find(_ name: String, from namespace: [String], at order: Int) -> Symbol? {
    guard Lexer.isDottedName(name) else { return nil }
    var later: Symbol?
    let isSimple = !name.contains(".")
    for prefix in QualifiedName.prefixes(in: namespace) {
      guard let symbol = symbols[prefix + name] else { continue }
      if symbol.order < order { return symbol }
      if later == nil, isSimple || prefix.isEmpty { later = symbol }
    }
    return later
  }

  /// A hint for a name that was not found: types of that name elsewhere.
  func hint(for name: String) -> String? {
    let simple = name.split(separator: ".").last.map(String.init) ?? name
    let others = symbols.values.filter { $0.name.name == simple }.map { "'\($0.name)'" }.sorted()
    return others.isEmpty ? nil : "there is \(others.joined(separator: " and "))"
  }
}
