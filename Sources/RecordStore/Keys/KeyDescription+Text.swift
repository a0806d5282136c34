import FlatBuffersReflection

/// Keys for people: what a key's bytes say, and the key that a text names.
extension KeyDescription {
  /// The values in a key's bytes: `7`, or `"ann@example.com"`; bytes that are no such key in hexadecimal.
  ///
  /// - Parameter bytes: the key, perhaps with a primary key behind it.
  func text(of bytes: RawSpan) -> String {
    var rest = [UInt8](bytes)[...]
    var texts: [String] = []
    for part in parts {
      guard let text = part.takeText(from: &rest) else { return KeyDescription.hexadecimal(bytes) }
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
  fileprivate func takeText(from bytes: inout ArraySlice<UInt8>) -> String? {
    if type == .string { return takeString(from: &bytes) }
    guard bytes.count >= 8 else { return nil }
    let word = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    bytes = bytes.dropFirst(8)
    switch type {
    case .bool: return word == 0 ? "false" : "true"
    case .signed: return "\(Int64(bitPattern: word ^ (1 << 63)))"
    default: return "\(word)"
    }
  }

  private func takeString(from bytes: inout ArraySlice<UInt8>) -> String? {
    var text: [UInt8] = []
    var place = bytes.startIndex
    while place + 1 < bytes.endIndex {
      let byte = bytes[place]
      guard byte == 0 else {
        text.append(byte)
        place += 1
        continue
      }
      if bytes[place + 1] == 0xFF {
        text.append(0)
        place += 2
        continue
      }
      let length = place + 2 - bytes.startIndex
      bytes = bytes.dropFirst((length + 7) / 8 * 8)
      return String(decoding: text, as: UTF8.self).debugDescription
    }
    return nil
  }
}
