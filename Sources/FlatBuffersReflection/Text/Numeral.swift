#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The texts of numbers, as schemas and JSON have them.
package enum Numeral {
  /// The value of an integer, decimal or hexadecimal; `nil` if it is none of 64 bits.
  package static func integer(_ text: some StringProtocol) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, Lexer.isDigit(first) else { return nil }
    let isHex = digits.hasPrefix("0x") || digits.hasPrefix("0X")
    let magnitude = isHex ? Int128(digits.dropFirst(2), radix: 16) : Int128(digits)
    guard let magnitude, magnitude <= UInt64.max else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// A number in quotes without the spaces it may have around it.
  package static func trimmed(_ text: String) -> Substring {
    guard let start = text.firstIndex(where: { $0 != " " }), let end = text.lastIndex(where: { $0 != " " })
    else { return "" }
    return text[start...end]
  }

  /// The value of a decimal number, of a hexadecimal one with its exponent, or of `inf` or `nan`; `nil` if it is none.
  package static func real(_ text: some StringProtocol) -> Double? {
    let isNegative = text.hasPrefix("-")
    let magnitude = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    switch magnitude.lowercased() {
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard let first = magnitude.utf8.first, Lexer.isDigit(first) || first == UInt8(ascii: ".") else {
      return nil
    }
    // The library's parser stops at a zero byte.
    guard !magnitude.utf8.contains(0) else { return nil }
    // A hexadecimal number without an exponent is an integer, which is no floating-point value.
    let isHex = magnitude.hasPrefix("0x") || magnitude.hasPrefix("0X")
    guard !isHex || magnitude.contains("p") || magnitude.contains("P") else { return nil }
    return Double(magnitude).map { isNegative ? -$0 : $0 }
  }

  /// The functions a number can be given as.
  package static let functions: [String: @Sendable (Double) -> Double] = [
    "sin": { sin($0) }, "cos": { cos($0) }, "tan": { tan($0) }, "asin": { asin($0) }, "acos": { acos($0) },
    "atan": { atan($0) }, "deg": { $0 / Double.pi * 180 }, "rad": { $0 / 180 * Double.pi },
  ]
}
