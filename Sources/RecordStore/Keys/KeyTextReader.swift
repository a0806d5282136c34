/// Takes the values of a key from a text, one after the other: `7, "x"`.
struct KeyTextReader {
  private var rest: Substring

  init(_ text: String) {
    rest = text[...]
    skipSpace()
  }

  var isAtEnd: Bool { rest.isEmpty }

  private mutating func skipSpace() { rest = rest.drop { $0 == " " } }

  /// - Returns: whether a comma was there.
  mutating func takeComma() -> Bool {
    guard rest.first == "," else { return false }
    rest.removeFirst()
    skipSpace()
    return true
  }

  /// What stands before the next comma.
  mutating func takeWord() -> Substring {
    var word = rest.prefix { $0 != "," }
    rest = rest[word.endIndex...]
    while word.last == " " { word.removeLast() }
    return word
  }

  /// A string in quotes with Swift's escapes, or what stands before the next comma; `nil` if the quotes don't end.
  mutating func takeText() -> String? {
    guard rest.unicodeScalars.first == "\"" else { return String(takeWord()) }
    var scalars = rest.unicodeScalars.dropFirst()
    var text = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"":
        rest = Substring(scalars)
        skipSpace()
        return String(text)
      case "\\":
        guard let escaped = KeyTextReader.takeEscape(&scalars) else { return nil }
        text.append(escaped)
      default: text.append(scalar)
      }
    }
    return nil
  }

  private static func takeEscape(_ scalars: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
    switch scalars.popFirst() {
    case "0": return "\0"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\"": return "\""
    case "'": return "'"
    case "\\": return "\\"
    case "u":
      guard scalars.popFirst() == "{", let end = scalars.firstIndex(of: "}") else { return nil }
      let digits = String(scalars[..<end])
      scalars = scalars[scalars.index(after: end)...]
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    default: return nil
    }
  }
}
