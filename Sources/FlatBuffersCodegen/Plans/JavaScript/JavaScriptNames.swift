/// JavaScript's names of the members of one scope.
///
/// Names that would meet, `a_b` and `aB` say, keep their spelling.
struct JavaScriptNames {
  private(set) var names: [String]
  private var used: Set<String>

  /// Names in camel case.
  init(members schemaNames: [String]) {
    self.init(schemaNames, candidates: schemaNames.map(SwiftName.member), reserved: Self.reservedMembers)
  }

  /// Names of types, which keep their spelling; those that another type has are spelt with their namespaces.
  init(types: [(simple: String, qualified: String)]) {
    self.init(types.map(\.qualified), candidates: types.map(\.simple), reserved: Self.reservedTypes)
  }

  private init(_ schemaNames: [String], candidates: [String], reserved: Set<String>) {
    let candidates = candidates.map { reserved.contains($0) ? $0 + "_" : $0 }
    let counts = Dictionary(candidates.map { ($0, 1) }, uniquingKeysWith: +)
    used = Set(candidates.filter { counts[$0] == 1 })
    names = []
    for (schemaName, candidate) in zip(schemaNames, candidates) {
      names.append(
        counts[candidate] == 1
          ? candidate : add(reserved.contains(schemaName) ? schemaName + "_" : schemaName))
    }
  }

  /// A name of something else in the scope; with a `_` behind it if it is taken.
  @discardableResult
  mutating func add(_ name: String) -> String {
    var name = name
    while Self.reservedTypes.contains(name) || !used.insert(name).inserted { name += "_" }
    return name
  }

  /// A name for what belongs to a member and is not in the schema.
  mutating func add(_ name: String, suffix: String) -> String { add(name + suffix) }

  /// What records have themselves; what is theirs otherwise begins with `$`.
  private static let reservedMembers: Set<String> = ["constructor", "toJSON", "then"]

  /// What no declaration may be called: words of the language and of its types, and what generated code means by them.
  private static let reservedTypes: Set<String> = [
    "any", "arguments", "async", "await", "bigint", "boolean", "break", "case", "catch", "class", "const",
    "continue", "debugger", "declare", "default", "delete", "do", "else", "enum", "eval", "export", "extends",
    "false", "finally", "for", "function", "if", "implements", "import", "in", "Infinity", "instanceof",
    "interface", "let", "module", "namespace", "NaN", "never", "new", "null", "number", "object", "package",
    "private", "protected", "public", "return", "static", "string", "super", "switch", "symbol", "this",
    "throw",
    "true", "try", "type", "typeof", "undefined", "unknown", "var", "void", "while", "with", "yield",
  ]
}
