internal import SharedBytes

// What a strict reader would refuse is refused here, before it is passed on: strings without a form in UTF-8, binary
// data that is not in base64, numbers beyond all others.
extension JSONReader {
  mutating func skipItem(_ judge: inout ItemJudge) throws(ItemFault) { try checkItem(&judge) }

  mutating func checkItem(_ judge: inout ItemJudge) throws(ItemFault) { try check(&judge, depth: 0) }

  mutating func checkKey(_ judge: inout ItemJudge) throws(ItemFault) {
    let place = start
    guard byte(at: place) == UInt8(ascii: "\"") else {
      throw fault("the key of a map must be a string", at: place)
    }
    try checkText(at: place, &judge)
    guard skip(UInt8(ascii: ":")) else { throw fault("no colon behind the key of a map", at: start) }
  }

  private mutating func check(_ judge: inout ItemJudge, depth: Int) throws(ItemFault) {
    guard depth < Self.maximumDepth else { throw tooDeep }
    let place = start
    guard judge.take(ItemJudge.scalarCost + (place - offset) * JSONFormat.byteCost) else { throw tooMuch }
    guard let first = byte(at: place) else {
      throw fault("the bytes end where an item is expected", at: place)
    }
    switch first {
    case UInt8(ascii: "\""): try checkText(at: place, &judge)
    case UInt8(ascii: "["):
      var count = try beginList("a list")
      while try next(&count, &judge) { try check(&judge, depth: depth + 1) }
    case UInt8(ascii: "{"):
      var count = try beginMap("a map")
      while try next(&count, &judge) {
        try checkKey(&judge)
        try check(&judge, depth: depth + 1)
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try checkNumber(at: place, &judge)
    default:
      if skip(.true) || skip(.false) || skip(.null) { return }
      if skip(.notANumber) || skip(.infinity) {
        throw refusal("a value that is no number of JSON", at: place)
      }
      throw fault("no item of JSON", at: place)
    }
  }

  mutating func next(_ count: inout ItemCount, _ judge: inout ItemJudge) throws(ItemFault) -> Bool {
    let before = offset
    let isThere = try next(&count)
    guard judge.take((offset - before) * JSONFormat.byteCost) else { throw tooMuch }
    return isThere
  }

  private mutating func checkText(at place: Int, _ judge: inout ItemJudge) throws(ItemFault) {
    if let end = endOfBase64(at: place + 1) {
      guard judge.take(ItemJudge.scalarCost + (end - place) * JSONFormat.base64Cost) else { throw tooMuch }
      return move(to: end)
    }
    let text = try text(at: place, judge)
    move(to: text.end)
    let cost = text.content.count * JSONFormat.wordByteCost + text.escapeCount * JSONFormat.escapeCost
    guard judge.take(ItemJudge.scalarCost + cost) else { throw tooMuch }
    if let place = text.loneSurrogate { throw refusal("half a character in a string", at: place) }
    if isBinary(at: text.content.lowerBound) {
      guard judge.take(text.content.count * JSONFormat.escapeCost) else { throw tooMuch }
      guard JSONReader.bytes(in: source.bytes.octets.extracting(text.content)) != nil else {
        throw refusal("binary data that is not in base64", at: place)
      }
    } else if !text.isASCII {
      try checkText(text.content, at: place, &judge)
    }
  }

  /// Scans a string, but no more of it than may be looked at.
  private func text(at place: Int, _ judge: ItemJudge) throws(ItemFault) -> JSONText {
    let reach = min(source.count, place + judge.reach(JSONFormat.wordByteCost) + 2)
    do throws(ItemFault) {
      return try JSONText(scanning: source.bytes.octets.extracting(..<reach), at: place)
    } catch {
      throw reach < source.count ? tooMuch : error
    }
  }

  /// The place behind a string that is binary data as most write it; `nil` if it is anything else.
  ///
  /// - Parameter content: what is behind the opening quote.
  private func endOfBase64(at content: Int) -> Int? {
    guard isBinary(at: content) else { return nil }
    let start = content + JSONWord.binaryMark.bytes.count
    var end = Base64.endOfDigits(in: source.bytes.octets, from: start)
    while (end - start) & 3 >= 2, byte(at: end) == UInt8(ascii: "=") { end += 1 }
    return (end - start) & 3 == 0 && byte(at: end) == UInt8(ascii: "\"") ? end + 1 : nil
  }

  private mutating func checkNumber(at place: Int, _ judge: inout ItemJudge) throws(ItemFault) {
    if byte(at: place + 1) == UInt8(ascii: "I"), isWord(.infinity, at: place + 1) {
      throw refusal("a value that is no number of JSON", at: place)
    }
    let number = try number(at: place)
    move(to: number.end)
    let count = number.end - place
    guard judge.take(count * JSONFormat.byteCost) else { throw tooMuch }
    // What is shorter fits in any case.
    guard count > (number.isInteger ? 18 : 4) else { return }
    guard judge.take(JSONFormat.largeNumberCost) else { throw tooMuch }
    move(to: place)
    _ = try readNumber("a number")
  }
}
