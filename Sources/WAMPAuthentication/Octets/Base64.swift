/// Bytes as text by RFC 4648, in the canonical form only: padded, without blanks.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for index in 0..<3 { group = group << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
      for index in 0..<4 {
        let digit = alphabet[Int(group >> UInt32(18 - 6 * index)) & 63]
        text.append(index <= count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// - Returns: `nil` if the text is not what ``text(_:)`` makes of any bytes.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 4) {
      var group: UInt32 = 0
      for index in 0..<4 { group = group << 6 | UInt32(value(of: digits[start + index]) ?? 0) }
      for index in 0..<3 { bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * index))) }
    }
    bytes.removeLast(digits.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count)
    return self.text(bytes) == text ? bytes : nil
  }

  private static func value(of digit: UInt8) -> Int? { alphabet.firstIndex(of: digit) }
}
