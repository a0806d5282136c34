extension Lexer {
  /// Scans a string in single or double quotes and replaces its escapes.
  package mutating func scanString(at location: SourceLocation) -> (Token.Kind, String) {
    let quote = byte()
    position += 1
    var value: [UInt8] = []
    var problem: String?
    while true {
      guard !isAtEnd, byte() != UInt8(ascii: "\n") else {
        report("found the end of the line, expected the closing quote of this string", at: location)
        return (.invalid, "")
      }
      let current = byte()
      if current == quote {
        position += 1
        break
      }
      if current == UInt8(ascii: "\\") {
        problem = takeEscape(into: &value) ?? problem
      } else {
        if current < 0x20, problem == nil {
          problem = "found a control character in a string, expected it as an escape"
        }
        value.append(current)
        position += 1
      }
    }
    if problem == nil, String(validating: value, as: UTF8.self) == nil {
      problem = "found bytes in a string that are not UTF-8, expected UTF-8 text"
    }
    if let problem {
      report(problem, at: location)
      return (.invalid, "")
    }
    return (.string, String(decoding: value, as: UTF8.self))
  }

  /// Replaces the escape at the position; returns what is wrong with it, if anything.
  private mutating func takeEscape(into value: inout [UInt8]) -> String? {
    position += 1
    let code = byte()
    if isAtEnd || code == UInt8(ascii: "\n") { return nil }
    position += 1
    switch code {
    case UInt8(ascii: "n"): value.append(0x0A)
    case UInt8(ascii: "t"): value.append(0x09)
    case UInt8(ascii: "r"): value.append(0x0D)
    case UInt8(ascii: "b"): value.append(0x08)
    case UInt8(ascii: "f"): value.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"): value.append(code)
    case UInt8(ascii: "x"):
      guard let number = takeHex(digits: 2) else {
        return "found '\\x', expected two hexadecimal digits after it"
      }
      value.append(UInt8(truncatingIfNeeded: number))
    case UInt8(ascii: "u"):
      return takeUnicodeEscape(into: &value)
    default:
      let shown = (0x21...0x7E).contains(code) ? String(UnicodeScalar(code)) : "?"
      return
        "found the escape '\\\(shown)', expected one of \\n \\t \\r \\b \\f \\\" \\' \\\\ \\/ \\xHH \\uXXXX"
    }
    return nil
  }

  private mutating func takeUnicodeEscape(into value: inout [UInt8]) -> String? {
    guard let first = takeHex(digits: 4) else {
      return "found '\\u', expected four hexadecimal digits after it"
    }
    var code = first
    if (0xD800...0xDBFF).contains(first) {
      guard byte() == UInt8(ascii: "\\"), byte(1) == UInt8(ascii: "u") else {
        return "found half of a surrogate pair, expected the other half as '\\uXXXX'"
      }
      position += 2
      guard let second = takeHex(digits: 4), (0xDC00...0xDFFF).contains(second) else {
        return "found half of a surrogate pair, expected the other half as '\\uXXXX'"
      }
      code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = UnicodeScalar(code) else {
      return "found the second half of a surrogate pair, expected the first half before it"
    }
    value.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return nil
  }

  /// Takes exactly so many hexadecimal digits; `nil` if there are fewer.
  private mutating func takeHex(digits: Int) -> UInt32? {
    var number: UInt32 = 0
    for _ in 0..<digits {
      guard Self.isHexDigit(byte()), let digit = UInt32(String(UnicodeScalar(byte())), radix: 16) else {
        return nil
      }
      number = number << 4 | digit
      position += 1
    }
    return number
  }
}
