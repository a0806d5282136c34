/// The types of a schema by name, as attributes of a service name them.
struct ServiceTypes {
  enum Found {
    case table(Int)
    /// What is no table, and what it is.
    case other(String)
    case nothing
  }

  private let all: [String: Found]
  private let errors: [Int: ErrorTable]
  /// What stands before names in the service's namespace.
  private var prefixes: [String] = []
  /// What was looked up in it: with long namespaces that takes time, and each method may name the same.
  private var known: [String: Found] = [:]

  init(_ schema: Schema, _ errors: [ErrorTable]) {
    var all: [String: Found] = [:]
    for definition in schema.enums {
      all["\(definition.name)"] = .other(definition.isUnion ? "union" : "enum")
    }
    for (index, object) in schema.objects.enumerated() {
      all["\(object.name)"] = object.isStruct ? .other("struct") : .table(index)
    }
    self.all = all
    self.errors = Dictionary(uniqueKeysWithValues: errors.map { ($0.table, $0) })
  }

  /// Has names looked up in a service's namespace, and then in those around it.
  mutating func enter(_ namespace: [String]) {
    prefixes = QualifiedName.prefixes(in: namespace)
    known = [:]
  }

  mutating func find(_ name: String) -> Found {
    if let found = known[name] { return found }
    let found = prefixes.lazy.compactMap { [all] in all[$0 + name] }.first ?? .nothing
    known[name] = found
    return found
  }

  /// The error that a table is.
  func error(_ table: Int) -> ErrorTable? { errors[table] }
}
