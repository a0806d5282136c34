/// How values in keys are written for people.
enum KeyText {
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The bytes of `0x0a0b`.
  static func bytes(_ word: Substring) -> [UInt8]? {
    guard word.hasPrefix("0x") else { return nil }
    return hexadecimal(word.dropFirst(2))
  }

  /// The bytes of `123e4567-e89b-12d3-a456-426614174000`.
  static func uuid(_ word: Substring) -> [UInt8]? {
    let groups = word.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
    return hexadecimal(groups.joined()[...])
  }

  private static func hexadecimal(_ digits: Substring) -> [UInt8]? {
    let digits = Array(digits.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digit(digits[place]), let low = digit(digits[place + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// A number as it is read back; what is no number by its bits, as there are many.
  static func text<Number: BinaryFloatingPoint & CustomStringConvertible>(_ value: Number, bits: UInt64)
    -> String
  {
    value.isNaN ? "nan(0x\(String(bits, radix: 16)))" : value.description
  }

  /// The bits of `nan(0x7ff8000000000000)`.
  static func notANumber(_ word: Substring) -> UInt64? {
    guard word.hasPrefix("nan(0x"), word.hasSuffix(")") else { return nil }
    return UInt64(word.dropFirst(6).dropLast(), radix: 16)
  }
}
