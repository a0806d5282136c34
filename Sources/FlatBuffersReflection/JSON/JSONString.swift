internal import SharedBytes

/// The text of strings.
package enum JSONString {
  /// A text in quotes.
  package static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    _ = append(SharedBytes(Array(text.utf8)), to: &bytes, escapesUTF8: true, allowsInvalidUTF8: false)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a string in quotes; returns whether it is UTF-8, or may be something else.
  static func append(
    _ bytes: SharedBytes, to text: inout [UInt8], escapesUTF8: Bool, allowsInvalidUTF8: Bool
  ) -> Bool {
    text.append(UInt8(ascii: "\""))
    var rest = [UInt8](bytes)[...]
    while let byte = rest.first {
      if byte < 0x80 {
        rest.removeFirst()
        append(ascii: byte, to: &text)
        continue
      }
      if let (scalar, length) = firstScalar(of: rest) {
        if !escapesUTF8 { text.append(contentsOf: rest.prefix(length)) }
        rest.removeFirst(length)
        guard escapesUTF8 else { continue }
        for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
          text.append(contentsOf: "\\u".utf8)
          appendHex(UInt32(unit), digits: 4, to: &text)
        }
      } else {
        guard allowsInvalidUTF8 else { return false }
        rest.removeFirst()
        text.append(contentsOf: "\\x".utf8)
        appendHex(UInt32(byte), digits: 2, to: &text)
      }
    }
    text.append(UInt8(ascii: "\""))
    return true
  }

  static func isIdentifier(_ bytes: SharedBytes) -> Bool {
    let bytes = [UInt8](bytes)
    return bytes.first.map(Lexer.isIdentifierStart) ?? false && bytes.allSatisfy(Lexer.isIdentifierPart)
  }

  private static func append(ascii byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case 0x0A: text.append(contentsOf: "\\n".utf8)
    case 0x09: text.append(contentsOf: "\\t".utf8)
    case 0x0D: text.append(contentsOf: "\\r".utf8)
    case 0x08: text.append(contentsOf: "\\b".utf8)
    case 0x0C: text.append(contentsOf: "\\f".utf8)
    case UInt8(ascii: "\""): text.append(contentsOf: "\\\"".utf8)
    case UInt8(ascii: "\\"): text.append(contentsOf: "\\\\".utf8)
    case 0x20...0x7E: text.append(byte)
    default:
      text.append(contentsOf: "\\u".utf8)
      appendHex(UInt32(byte), digits: 4, to: &text)
    }
  }

  private static func appendHex(_ number: UInt32, digits: Int, to text: inout [UInt8]) {
    for digit in (0..<digits).reversed() {
      text.append(Array("0123456789ABCDEF".utf8)[Int(number >> UInt32(digit * 4)) & 15])
    }
  }

  /// The scalar at the front and the bytes it takes; `nil` if there is no well-formed one.
  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, UTF8.width(scalar))
  }
}
