internal import SharedBytes

extension JSONReader {
  var nextKind: ItemKind? {
    let place = start
    guard let first = byte(at: place) else { return nil }
    switch first {
    case UInt8(ascii: "\""): return isBinary(at: place + 1) ? .bytes : .text
    case UInt8(ascii: "["): return .list
    case UInt8(ascii: "{"): return .map
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .flag
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return (try? number(at: place)).map { $0.isInteger ? .integer : .float }
    default: return nil
    }
  }

  /// Whether the content of a string begins with U+0000, which marks binary data.
  func isBinary(at content: Int) -> Bool {
    isWord(.binaryMark, at: content)
  }

  /// Scans the string that is next.
  private mutating func readText(_ what: String, _ kind: String) throws(ItemFault) -> JSONText {
    let place = start
    guard byte(at: place) == UInt8(ascii: "\"") else { throw fault("\(what) must be \(kind)", at: place) }
    let text = try JSONText(scanning: source.bytes.octets, at: place)
    move(to: text.end)
    return text
  }

  mutating func readKey() throws(ItemFault) -> Range<Int> {
    let text = try readText("the key of a map", "a string")
    guard skip(UInt8(ascii: ":")) else { throw fault("no colon behind the key of a map", at: start) }
    return text.content
  }

  static func isKey(_ bytes: Span<UInt8>, _ key: Span<UInt8>) -> Bool {
    if bytes.has(key, at: 0), bytes.count == key.count { return true }
    // Escapes make a key longer than what it says, up to six times.
    guard bytes.count > key.count, bytes.count <= 6 * key.count, let text = JSONText.resolved(bytes)
    else { return false }
    return text.count == key.count && text.span.has(key, at: 0)
  }

  static func text(ofKey bytes: Span<UInt8>) -> String? {
    JSONText.resolved(bytes).flatMap { String(validating: $0, as: UTF8.self) }
  }

  mutating func readNull() throws(ItemFault) {
    guard skip(.null) else { throw fault("no null", at: start) }
  }

  mutating func readFlag(_ what: String) throws(ItemFault) -> Bool {
    if skip(.true) { return true }
    guard skip(.false) else { throw fault("\(what) must be a boolean", at: start) }
    return false
  }

  mutating func readUnsigned(_ what: String) throws(ItemFault) -> UInt64 {
    let place = start
    guard let number = try skipNumber(), number.isInteger,
      let unsigned = try value(of: number).unsignedValue
    else {
      throw fault("\(what) must be an integer of 0 or more", at: place)
    }
    return unsigned
  }

  mutating func readNumber(_ what: String) throws(ItemFault) -> Value {
    let place = start
    guard let number = try skipNumber() else { throw fault("\(what) must be a number", at: place) }
    return try value(of: number)
  }

  mutating func readString(_ what: String) throws(ItemFault) -> String {
    let place = start
    let found = try readText(what, "a string")
    let octets = source.bytes.octets.extracting(found.content)
    let text = found.escapeCount > 0 ? JSONReader.text(ofKey: octets) : String(utf8: octets)
    guard let text else { throw fault("a string that is not UTF-8", at: place) }
    return text
  }

  mutating func readBytes(_ what: String) throws(ItemFault) -> SharedBytes {
    let place = start
    let found = try readText(what, "binary data")
    guard isBinary(at: found.content.lowerBound) else {
      throw fault("\(what) must be binary data", at: place)
    }
    guard let bytes = JSONReader.bytes(in: source.bytes.octets.extracting(found.content)) else {
      throw fault("binary data that is not in base64", at: place)
    }
    return SharedBytes(bytes)
  }

  /// What the content of a string says of binary data; `nil` if it is not in base64.
  static func bytes(in content: Span<UInt8>) -> [UInt8]? {
    let form = content.extracting(droppingFirst: JSONWord.binaryMark.bytes.count)
    if let bytes = Base64.decode(form) { return bytes }
    // Some writers escape the solidus, which is a digit of base64.
    return JSONText.resolved(form).flatMap { Base64.decode($0.span) }
  }
}
