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

  /// What types are called that are named after a file.
  static func typePrefix(_ stem: String) -> String {
    type(String(stem.map { $0.isLetter || $0.isNumber ? $0 : "_" }))
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
