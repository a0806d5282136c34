internal import SharedBytes

extension JSONReader {
  /// Steps over a number.
  ///
  /// - Returns: `nil` if none is next.
  mutating func skipNumber() throws(ItemFault) -> (text: Range<Int>, isInteger: Bool)? {
    let place = start
    guard let first = byte(at: place), first == UInt8(ascii: "-") || 0x30...0x39 ~= first else { return nil }
    let (end, isInteger) = try number(at: place)
    move(to: end)
    return (place..<end, isInteger)
  }

  /// The value of a number that was stepped over.
  func value(of number: (text: Range<Int>, isInteger: Bool)) throws(ItemFault) -> Value {
    let text = String(decoding: Array(source.slice(number.text)), as: UTF8.self)
    guard number.isInteger else {
      guard let double = Double(text), double.isFinite else {
        throw refusal("a number beyond the range of 64 bits", at: number.text.lowerBound)
      }
      return .double(double)
    }
    if let number = Int64(text) { return .int(number) }
    guard let unsigned = UInt64(text) else {
      throw refusal("an integer beyond the range of 64 bits", at: number.text.lowerBound)
    }
    return .uint(unsigned)
  }

  /// The number at a place: where it ends, and whether it has neither fraction nor exponent.
  func number(at start: Int) throws(ItemFault) -> (end: Int, isInteger: Bool) {
    var place = start
    if byte(at: place) == UInt8(ascii: "-") { place += 1 }
    let digits = skipDigits(&place)
    guard digits > 0 else { throw fault("a number without digits", at: start) }
    if digits > 1, byte(at: place - digits) == UInt8(ascii: "0") {
      throw fault("a number that begins with 0", at: start)
    }
    var isInteger = true
    if byte(at: place) == UInt8(ascii: ".") {
      isInteger = false
      place += 1
      guard skipDigits(&place) > 0 else { throw fault("a fraction without digits", at: start) }
    }
    if byte(at: place).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      isInteger = false
      place += 1
      if byte(at: place) == UInt8(ascii: "+") || byte(at: place) == UInt8(ascii: "-") { place += 1 }
      guard skipDigits(&place) > 0 else { throw fault("an exponent without digits", at: start) }
    }
    return (place, isInteger)
  }

  private func skipDigits(_ place: inout Int) -> Int {
    let start = place
    while let digit = byte(at: place), digit >= 0x30, digit <= 0x39 { place &+= 1 }
    return place - start
  }
}
