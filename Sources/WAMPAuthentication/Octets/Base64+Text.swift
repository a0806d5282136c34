internal import SharedBytes
internal import WAMP

extension Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    encode(SharedBytes(bytes), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// - Returns: `nil` if the text is not what ``text(_:)`` makes of any bytes.
  static func bytes(_ text: String) -> [UInt8]? {
    decode(text.utf8.span).flatMap { self.text($0) == text ? $0 : nil }
  }
}
