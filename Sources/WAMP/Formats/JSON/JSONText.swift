/// The content of a string in JSON, as it was scanned.
struct JSONText {
  /// Between the quotes.
  var content: Range<Int>
  var escapeCount = 0
  var isASCII = true
  /// Where half a character is escaped without the other half; such a string has no form in UTF-8.
  var loneSurrogate: Int?

  /// The place behind the closing quote.
  var end: Int { content.upperBound + 1 }

  /// Scans a string.
  ///
  /// - Parameter start: the place of the opening quote.
  /// - Throws: if it is not closed, or no string of JSON.
  init(scanning octets: Span<UInt8>, at start: Int) throws(ItemFault) {
    content = start + 1..<start + 1
    var place = start &+ 1
    var high: UInt64 = 0
    while true {
      while place &+ 8 <= octets.count {
        let word = octets.word(UInt64.self, at: place)
        if JSONText.needsLook(word) { break }
        high |= word
        place &+= 8
      }
      guard place < octets.count else {
        throw ItemFault(offset: start, reason: "the bytes end within a string")
      }
      let octet = octets[place]
      switch octet {
      case UInt8(ascii: "\""):
        content = start + 1..<place
        isASCII = high & 0x8080_8080_8080_8080 == 0
        return
      case UInt8(ascii: "\\"): place = try skipEscape(octets, at: place)
      case 0..<0x20: throw ItemFault(offset: place, reason: "a control character within a string")
      default:
        high |= UInt64(octet)
        place &+= 1
      }
    }
  }

  /// Whether one of eight bytes is a quote, a backslash or a control character.
  @inline(__always)
  private static func needsLook(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let found =
      (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word
    return found & (ones &* 0x80) != 0
  }

  /// - Returns: the place behind the escape.
  private mutating func skipEscape(_ octets: Span<UInt8>, at start: Int) throws(ItemFault) -> Int {
    escapeCount &+= 1
    guard start &+ 1 < octets.count else {
      throw ItemFault(offset: start, reason: "the bytes end within a string")
    }
    switch octets[start &+ 1] {
    case UInt8(ascii: "u"): break
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start &+ 2
    default: throw ItemFault(offset: start, reason: "an escape that JSON does not have")
    }
    guard let unit = JSONText.unit(octets, at: start) else {
      throw ItemFault(offset: start, reason: "an escape without four hexadecimal digits")
    }
    guard UTF16.isSurrogate(unit) else { return start &+ 6 }
    if UTF16.isLeadSurrogate(unit), let other = JSONText.unit(octets, at: start &+ 6),
      UTF16.isTrailSurrogate(other)
    {
      return start &+ 12
    }
    loneSurrogate = loneSurrogate ?? start
    return start &+ 6
  }

  /// The code unit that `\uXXXX` at a place stands for; `nil` if that is not there.
  private static func unit(_ octets: Span<UInt8>, at start: Int) -> UInt16? {
    guard start <= octets.count &- 6, octets[start] == UInt8(ascii: "\\"),
      octets[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for place in start + 2..<start + 6 {
      guard let digit = Character(UnicodeScalar(octets[place])).hexDigitValue, octets[place] < 0x80 else {
        return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// The text that scanned bytes say, escapes resolved.
  ///
  /// - Parameter content: what stands between the quotes.
  /// - Returns: `nil` if it has no form in UTF-8.
  static func resolved(_ content: Span<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var place = 0
    while place < content.count {
      let octet = content[place]
      guard octet == UInt8(ascii: "\\"), place + 1 < content.count else {
        text.append(octet)
        place += 1
        continue
      }
      switch content[place + 1] {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(content, at: &place) else { return nil }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        continue
      case let other: text.append(other)
      }
      place += 2
    }
    return text
  }

  /// The character that one escape, or two, stand for.
  private static func scalar(_ content: Span<UInt8>, at place: inout Int) -> UnicodeScalar? {
    guard let unit = unit(content, at: place) else { return nil }
    place += 6
    guard UTF16.isSurrogate(unit) else { return UnicodeScalar(unit) }
    guard UTF16.isLeadSurrogate(unit), let other = self.unit(content, at: place),
      UTF16.isTrailSurrogate(other)
    else { return nil }
    place += 6
    return UnicodeScalar(0x1_0000 + (UInt32(unit & 0x3FF) << 10 | UInt32(other & 0x3FF)))
  }
}
