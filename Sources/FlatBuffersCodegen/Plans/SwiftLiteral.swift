/// Values as Swift spells them.
enum SwiftLiteral {
  /// An integer; its digits in groups if they are many.
  static func integer(_ number: Int128) -> String {
    let digits = "\(number.magnitude)"
    return (number < 0 ? "-" : "") + (digits.count > 6 ? grouped(digits, by: 3) : digits)
  }

  /// A fingerprint, in hexadecimal.
  static func fingerprint(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return "0x" + (digits.count > 7 ? grouped(digits, by: 4) : digits)
  }

  private static func grouped(_ digits: String, by count: Int) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % count == 0 { text += "_" }
      text.append(digit)
    }
    return text
  }

  /// A floating-point number.
  static func real(_ number: Double, isFloat: Bool) -> String {
    // Converting first: what a Float cannot hold has to become infinite or less precise here already.
    let number = isFloat ? Double(Float(number)) : number
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.infinity" : ".infinity" }
    if let whole = Int32(exactly: number), number.sign == .plus || whole != 0 { return "\(whole)" }
    return isFloat ? "\(Float(number))" : "\(number)"
  }

  /// A string literal.
  static func text(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
