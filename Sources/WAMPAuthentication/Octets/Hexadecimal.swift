/// Bytes as hexadecimal digits: how keys, challenges and signatures of cryptosign are spelt.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// - Returns: `nil` if the text is not of pairs of digits, large or small.
  package static func bytes(_ text: String) -> [UInt8]? {
    let values = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard values.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: values.count, by: 2) {
      guard let high = values[index], let low = values[index + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
