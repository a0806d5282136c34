/// Swift identifiers for the names of a schema.
enum SwiftName {
  /// `snake_case` and `ALL_CAPS` as `lowerCamelCase`.
  static func member(_ name: String) -> String {
    let words = words(of: name)
    guard let first = words.first else { return "_" + name }
    let rest = words.dropFirst().map { capitalized($0) }.joined()
    return identifier(lowercasedStart(first) + rest)
  }

  /// `snake_case` as `UpperCamelCase`; names in camel case stay as they are.
  static func type(_ name: String) -> String {
    let words = name.split(separator: "_").map(String.init)
    guard !words.isEmpty else { return "_" + name }
    return identifier(words.map { capitalized($0) }.joined())
  }

  /// The name between backquotes if the language reserves it.
  static func escaped(_ name: String) -> String {
    keywords.contains(name) ? "`\(name)`" : name
  }

  /// The words of a name; words without any lowercase letter are lowercased.
  private static func words(of name: String) -> [String] {
    name.split { !$0.isLetter && !$0.isNumber }.map { word in
      word.contains(where: \.isLowercase) ? String(word) : word.lowercased()
    }
  }

  private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

  /// `HTTPServer` as `httpServer`, `Red` as `red`.
  private static func lowercasedStart(_ word: String) -> String {
    let run = word.prefix(while: \.isUppercase).count
    let count = run > 1 && word.dropFirst(run).first?.isLetter == true ? run - 1 : run
    return word.prefix(count).lowercased() + word.dropFirst(count)
  }

  /// A name cannot start with a digit.
  private static func identifier(_ name: String) -> String {
    name.first?.isNumber ?? true ? "_" + name : name
  }

  private static let keywords: Set<String> = [
    "Any", "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default", "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
    "guard", "if", "import", "in", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
    "private", "protocol", "public", "repeat", "rethrows", "return", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}

/// The Swift names of the members of one type.
///
/// Names that would meet in Swift, `a_b` and `aB` say, keep their spelling.
struct MemberNames {
  let names: [String]
  private let used: Set<String>

  init(_ schemaNames: [String], _ reserved: ReservedNames) {
    let candidates = schemaNames.map { reserved.member($0) }
    let counts = Dictionary(candidates.map { ($0, 1) }, uniquingKeysWith: +)
    var used = Set(candidates.filter { counts[$0] == 1 })
    names = zip(schemaNames, candidates).map { schemaName, candidate in
      if counts[candidate] == 1 { return candidate }
      var name = reserved.kept(schemaName)
      while !used.insert(name).inserted { name += "_" }
      return name
    }
    self.used = used
  }

  /// The name of a member that belongs to another one and is not in the schema.
  func added(_ name: String, suffix: String) -> String {
    var name = String(name.filter { $0 != "`" }) + suffix
    while used.contains(name) { name += "_" }
    return name
  }
}

/// Names that a generated declaration has for itself; a schema's names that meet them get an underscore.
struct ReservedNames {
  private let names: Set<String>

  private init(_ names: Set<String>) { self.names = names }

  /// The member's name, escaped where the language or the generated code has a use for it.
  func member(_ schemaName: String) -> String {
    let name = SwiftName.member(schemaName)
    return names.contains(name) ? name + "_" : SwiftName.escaped(name)
  }

  /// The member's name as the schema spells it.
  func kept(_ schemaName: String) -> String {
    names.contains(schemaName) ? schemaName + "_" : SwiftName.escaped(schemaName)
  }

  // `x.self` and `x.init` mean something else even between backquotes in some positions.
  private static let always: Set<String> = ["self", "init", "Type", "Protocol"]

  /// The members of a table's view and of its draft.
  static let table = ReservedNames(
    always.union([
      "compareKey", "draft", "embeddedSchema", "encode", "fileIdentifier", "hash", "hashValue", "recordBytes",
      "schemaName", "sortingKey", "table", "verify", "write",
    ]))
  /// The members of a struct.
  static let structure = ReservedNames(
    always.union([
      "alignment", "byteCount", "compare", "encode", "hash", "hashValue", "precedes", "sortingKey",
      "spanAlignment", "store",
    ]))
  /// The static members of an enum.
  static let enumeration = ReservedNames(
    always.union([
      "alignment", "byteCount", "compare", "decoded", "description", "encode", "encodeName", "hash",
      "hashValue", "names", "precedes", "rawValue", "spanAlignment",
    ]))
  /// The members of a union.
  static let union = ReservedNames(
    always.union(["unknown", "tag", "names", "encodeMember", "draft", "verify", "write", "none", "some"]))
  /// The members of the enum with a schema's tables.
  static let store = ReservedNames(always.union(["schema"]))
}
