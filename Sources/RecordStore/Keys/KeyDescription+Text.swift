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

  static func hexadecimal(_ bytes: RawSpan) -> String {
    "0x" + [UInt8](bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Appends the key that a text names.
  ///
  /// - Returns: whether the text is a value of the key's type.
  func encode(text: String, into encoder: inout KeyEncoder) -> Bool {
    guard parts.count == 1 else { return false }
    switch parts[0].type {
    case .string: encoder.append(text)
    case .bool:
      guard text == "true" || text == "false" else { return false }
      encoder.append(text == "true" ? 1 as UInt64 : 0)
    case .unsigned:
      guard let value = UInt64(text) else { return false }
      encoder.append(value)
    case .signed:
      guard let value = Int64(text) else { return false }
      encoder.append(value)
    }
    return true
  }
}

extension KeyDescription? {
  /// A key's bytes for people; in hexadecimal where nothing says what they are made of.
  func text(of bytes: RawSpan) -> String { self?.text(of: bytes) ?? KeyDescription.hexadecimal(bytes) }
}

extension KeyPart {
  fileprivate func text(from decoder: inout KeyDecoder) -> String? {
    switch type {
    case .bool: decoder.unsigned().map { $0 == 0 ? "false" : "true" }
    case .unsigned: decoder.unsigned().map { "\($0)" }
    case .signed: decoder.signed().map { "\($0)" }
    // Text that is not UTF-8 has a key all the same.
    case .string: decoder.bytes().map { String(decoding: $0, as: UTF8.self).debugDescription }
    }
  }
}
