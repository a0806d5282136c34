import FlatBuffersReflection

/// Keys for people: what a key's bytes say, and the key that a text names.
extension KeyDescription {
  /// The values in a key's bytes: `7`, or `"ann@example.com"`; bytes that are no such key in hexadecimal.
  ///
  /// - Parameter bytes: the key, perhaps with a primary key behind it.
  func text(of bytes: RawSpan) -> String {
    var decoder = KeyDecoder(bytes)
    var texts: [String] = []
    for part in parts {
      guard let text = part.text(from: &decoder) else { return KeyDescription.hexadecimal(bytes) }
      texts.append(text)
    }
    return texts.joined(separator: ", ")
  }

  static func hexadecimal(_ bytes: RawSpan) -> String { "0x" + Hexadecimal.text([UInt8](bytes)) }

  /// Appends the key that a text names: what ``text(of:)`` says, and a single string also without quotes.
  ///
  /// - Returns: whether the text is a value of the key's type.
  func encode(text: String, into encoder: inout KeyEncoder) -> Bool {
    let isBareText = parts.count == 1 && parts[0].type == .string && !text.hasPrefix("\"")
    var reader = KeyTextReader(text)
    for (position, part) in parts.enumerated() {
      if position > 0, !reader.takeComma() { return false }
      let start = encoder.byteCount
      if isBareText {
        encoder.append(text)
      } else if !part.append(&reader, to: &encoder) {
        return false
      }
      if part.order == .descending { encoder.invert(from: start) }
    }
    return isBareText || reader.isAtEnd
  }
}

extension KeyDescription? {
  /// A key's bytes for people; in hexadecimal where nothing says what they are made of.
  func text(of bytes: RawSpan) -> String { self?.text(of: bytes) ?? KeyDescription.hexadecimal(bytes) }
}

extension KeyPart {
  fileprivate func text(from decoder: inout KeyDecoder) -> String? {
    if order == .ascending { return ascendingText(from: &decoder) }
    return decoder.inverted { decoder in ascendingText(from: &decoder) }
  }

  private func ascendingText(from decoder: inout KeyDecoder) -> String? {
    switch type {
    case .string:
      // Text that is not UTF-8 has a key all the same, which no text could name.
      return decoder.string()?.debugDescription
    case .bytes: return decoder.bytes().map { "0x" + Hexadecimal.text($0) }
    case .fixedBytes: return decoder.bytes(count: count).map { "0x" + Hexadecimal.text($0) }
    case .bool, .unsigned, .signed, .real: break
    }
    var texts: [String] = []
    for _ in 0..<count {
      guard let text = numberText(from: &decoder) else { return nil }
      texts.append(text)
    }
    return texts.joined(separator: ", ")
  }

  private func numberText(from decoder: inout KeyDecoder) -> String? {
    switch type {
    case .bool: Bool(from: &decoder).map { $0 ? "true" : "false" }
    case .signed: decoder.signed().map { "\($0)" }
    case .real where scalar == .float:
      Float(from: &decoder).map { KeyText.text($0, bits: UInt64($0.bitPattern)) }
    case .real: Double(from: &decoder).map { KeyText.text($0, bits: $0.bitPattern) }
    default: decoder.unsigned().map { "\($0)" }
    }
  }

  /// - Returns: whether the text goes on with a value of the part's type.
  fileprivate func append(_ reader: inout KeyTextReader, to encoder: inout KeyEncoder) -> Bool {
    switch type {
    case .string:
      guard let text = reader.takeText() else { return false }
      encoder.append(text)
      return true
    case .bytes:
      guard let bytes = KeyText.bytes(reader.takeWord()) else { return false }
      encoder.append(bytes)
      return true
    case .fixedBytes:
      let word = reader.takeWord()
      return append(KeyText.bytes(word) ?? KeyText.uuid(word) ?? [], to: &encoder)
    case .bool, .unsigned, .signed, .real: break
    }
    for index in 0..<count {
      if index > 0, !reader.takeComma() { return false }
      guard appendNumber(reader.takeWord(), to: &encoder) else { return false }
    }
    return true
  }

  private func appendNumber(_ word: Substring, to encoder: inout KeyEncoder) -> Bool {
    func append(_ key: (some StoreKey)?) -> Bool {
      guard let key else { return false }
      encoder.append(key)
      return true
    }
    switch type {
    case .bool: return append(Bool(String(word)))
    case .signed: return append(Int64(word))
    case .real where scalar == .float:
      return append(
        KeyText.notANumber(word).flatMap { UInt32(exactly: $0) }.map(Float.init(bitPattern:)) ?? Float(word))
    case .real: return append(KeyText.notANumber(word).map(Double.init(bitPattern:)) ?? Double(word))
    default: return append(UInt64(word))
    }
  }
}
