/// How much a walk over a part of one message may cost.
///
/// It is made in one turn of the event loop, for others to wait for. The unit is about an instruction. What is allowed for
/// the arguments suffices for 188 000 plain numbers, 80 000 other values, or 1.3 MiB of text that is not ASCII; together
/// with that for the options it is 20 million.
struct ItemJudge {
  /// What a number, a boolean or null in a list costs.
  static let scalarCost = 85
  static let itemCost = 180
  /// What each byte of a length or a number beside costs, and a tag with the look at its content.
  static let headByteCost = 20
  static let tagCost = 300
  /// What a byte of text costs unless it is ASCII, and how many of ASCII cost as much as one instruction.
  static let textCost = 12
  static let asciiPerUnit = 3
  /// How many bytes of text are checked before their cost is taken.
  static let sliceCount = 65_536

  private var left = 16_000_000

  /// For the options of a message and the parts of a string: what has a meaning is small.
  static var ofOptions: ItemJudge {
    var judge = ItemJudge()
    judge.left = 4_000_000
    return judge
  }

  /// - Returns: false if the payload costs too much.
  @inline(__always)
  mutating func take(_ cost: Int) -> Bool {
    left &-= cost
    return left >= 0
  }

  /// How many bytes may still be looked at, if each costs so much.
  func reach(_ cost: Int) -> Int { max(left, 0) / cost }

  /// Whether `text` is UTF-8; `nil` if checking it costs too much.
  ///
  /// Checked in slices, so that a long text is refused before it is read to its end.
  @inline(__always)
  mutating func isText(_ text: Span<UInt8>) -> Bool? {
    text.count <= Self.sliceCount ? isShortText(text) : isLongText(text)
  }

  @inline(__always)
  private mutating func isShortText(_ text: Span<UInt8>) -> Bool? {
    if text.count <= 16, isASCII(text) { return take(text.count / Self.asciiPerUnit) ? true : nil }
    guard let text = try? UTF8Span(validating: text) else { return false }
    let count = text.count
    return take(text.isKnownASCII ? count / Self.asciiPerUnit : count * Self.textCost) ? true : nil
  }

  /// For a few bytes faster than the general check.
  @inline(__always)
  private func isASCII(_ text: Span<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for index in text.indices { bits |= text[index] }
    return bits < 0x80
  }

  private mutating func isLongText(_ text: Span<UInt8>) -> Bool? {
    var start = 0
    while start < text.count {
      var end = min(start &+ Self.sliceCount, text.count)
      // A slice ends where a character begins; no character has more than four bytes.
      var back = 0
      while end < text.count, back < 4, text[end] & 0xC0 == 0x80 {
        end &-= 1
        back &+= 1
      }
      let answer = isShortText(text.extracting(start..<end))
      guard answer == true else { return answer }
      start = end
    }
    return true
  }
}
