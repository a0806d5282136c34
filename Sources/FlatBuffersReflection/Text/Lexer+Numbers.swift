extension Lexer {
  /// Whether a number, with or without a sign, starts at the position.
  package var startsNumber: Bool {
    let isSigned = byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+")
    let first = byte(isSigned ? 1 : 0)
    let second = byte(isSigned ? 2 : 1)
    return Self.isDigit(first) || (first == UInt8(ascii: ".") && Self.isDigit(second))
  }

  /// Scans `12`, `-0x1F`, `.5`, `1.`, `1e3` or `0x1.8p1`.
  package mutating func scanNumber(at location: SourceLocation) -> (Token.Kind, String) {
    let start = position
    if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { position += 1 }
    let isHex = byte() == UInt8(ascii: "0") && byte(1) | 0x20 == UInt8(ascii: "x")
    if isHex { position += 2 }
    let isDigit = isHex ? Self.isHexDigit : Self.isDigit
    var isWellFormed = true

    var digits = skipDigits(isDigit)
    var isFloat = false
    if byte() == UInt8(ascii: ".") {
      position += 1
      isFloat = true
      digits += skipDigits(isDigit)
    }
    isWellFormed = digits > 0
    if byte() | 0x20 == UInt8(ascii: isHex ? "p" : "e") {
      position += 1
      isFloat = true
      if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { position += 1 }
      isWellFormed = skipDigits(Self.isDigit) > 0 && isWellFormed
    } else if isHex && isFloat {
      // Without its exponent a hexadecimal fraction would be read differently by different compilers.
      isWellFormed = false
    }
    if Self.isIdentifierPart(byte()) || byte() == UInt8(ascii: ".") {
      while Self.isIdentifierPart(byte()) || byte() == UInt8(ascii: ".") { position += 1 }
      isWellFormed = false
    }
    guard isWellFormed else {
      report("found '\(text(from: start))', expected a number", at: location)
      return (.invalid, "")
    }
    return (isFloat ? .float : .integer, text(from: start))
  }

  private mutating func skipDigits(_ isDigit: (UInt8) -> Bool) -> Int {
    let start = position
    while isDigit(byte()) { position += 1 }
    return position - start
  }
}
