/// How values in keys are written for people.
enum KeyText {
  /// The bytes of `0x0a0b`.
  static func bytes(_ word: Substring) -> [UInt8]? {
    guard word.hasPrefix("0x") else { return nil }
    return Hexadecimal.bytes(word.dropFirst(2))
  }

  /// The bytes of `123e4567-e89b-12d3-a456-426614174000`.
  static func uuid(_ word: some StringProtocol) -> [UInt8]? {
    let groups = word.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
    return Hexadecimal.bytes(groups.joined())
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
