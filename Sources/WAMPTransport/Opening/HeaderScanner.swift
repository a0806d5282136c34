/// Reads the value of a header part by part: tokens and quoted strings (RFC 9110, section 5.6), with what stands between.
struct HeaderScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  /// Whether nothing but white space is left, which is passed over.
  var isAtEnd: Bool {
    mutating get {
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return rest.isEmpty
    }
  }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard !isAtEnd, rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  /// - Returns: `nil` if there is none.
  mutating func takeToken() -> String? {
    guard !isAtEnd else { return nil }
    let token = rest.prefix(while: HeaderScanner.isOfToken)
    rest = rest[token.endIndex...]
    return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
  }

  /// What follows `=`: a token, or what quotes hold.
  ///
  /// - Returns: `nil` if it is neither.
  mutating func takeValue() -> String? {
    guard take("\"") else { return takeToken() }
    var text: [UInt8] = []
    while var byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst() else { return nil }
        byte = escaped
      }
      text.append(byte)
    }
    return nil
  }

  static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isOfToken) }

  private static func isOfToken(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && !separators.contains(byte)
  }

  private static let separators = Set("()<>@,;:\\\"/[]?={}".utf8)
}

extension StringProtocol where SubSequence == Substring {
  /// Without the white space that HTTP allows around values.
  var trimmed: Substring {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    let tail = drop(while: isSpace)
    return tail[..<(tail.lastIndex { !isSpace($0) }.map { tail.index(after: $0) } ?? tail.startIndex)]
  }
}
