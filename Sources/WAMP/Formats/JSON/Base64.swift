package import SharedBytes

/// The base64 form of bytes (RFC 4648, section 4), with padding.
package enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  /// The value of each digit; 64 for what is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 64, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// Appends the form of `bytes`.
  package static func encode(_ bytes: SharedBytes, to text: inout [UInt8]) {
    let octets = bytes.bytes.octets
    let digits = digits
    text.reserveCapacity(text.count + (octets.count + 2) / 3 * 4)
    var place = 0
    while place < octets.count {
      let count = min(3, octets.count - place)
      var group = UInt32(octets[place]) << 16
      if count > 1 { group |= UInt32(octets[place + 1]) << 8 }
      if count > 2 { group |= UInt32(octets[place + 2]) }
      text.append(digits[Int(group >> 18)])
      text.append(digits[Int(group >> 12 & 63)])
      text.append(count > 1 ? digits[Int(group >> 6 & 63)] : padding)
      text.append(count > 2 ? digits[Int(group & 63)] : padding)
      place += 3
    }
  }

  /// Where the digits end that begin at a place.
  static func endOfDigits(in text: Span<UInt8>, from start: Int) -> Int {
    var place = start
    while place &+ 8 <= text.count, areDigits(text.word(UInt64.self, at: place)) { place &+= 8 }
    let values = values
    while place < text.count, values[Int(text[place])] < 64 { place &+= 1 }
    return place
  }

  /// Whether eight bytes are digits.
  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones << 7
    /// The top bits of those bytes that lie within two others; right for ASCII.
    func lies(_ word: UInt64, _ low: UInt8, _ high: UInt8) -> UInt64 {
      ((word | tops) &- ones &* UInt64(low)) & ((ones &* UInt64(high) | tops) &- word)
    }
    let letters = lies(word | ones << 5, UInt8(ascii: "a"), UInt8(ascii: "z"))
    // The solidus comes before 0.
    let numbers = lies(word, UInt8(ascii: "/"), UInt8(ascii: "9"))
    let plus = lies(word, UInt8(ascii: "+"), UInt8(ascii: "+"))
    return word & tops == 0 && (letters | numbers | plus) & tops == tops
  }

  /// The bytes whose form `text` is; `nil` if it is none.
  package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    let padding = paddingCount(text)
    guard text.count & 3 == 0, endOfDigits(in: text, from: 0) == text.count - padding else { return nil }
    let values = values
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var place = 0
    while place < text.count {
      var group: UInt32 = 0
      for index in place..<place + 4 { group = group << 6 | UInt32(values[Int(text[index])] & 63) }
      bytes.append(UInt8(truncatingIfNeeded: group >> 16))
      bytes.append(UInt8(truncatingIfNeeded: group >> 8))
      bytes.append(UInt8(truncatingIfNeeded: group))
      place += 4
    }
    bytes.removeLast(padding)
    return bytes
  }

  private static func paddingCount(_ text: Span<UInt8>) -> Int {
    guard text.count >= 4, text[text.count - 1] == padding else { return 0 }
    return text[text.count - 2] == padding ? 2 : 1
  }
}
