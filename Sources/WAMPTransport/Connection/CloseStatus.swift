/// What a close frame says (RFC 6455, section 5.5.1).
struct CloseStatus: Equatable {
  /// `nil`: the frame is empty.
  var code: UInt16?
  var reason = ""

  /// The most bytes of text that a control frame has room for.
  static let maxReasonSize = 123

  /// Reads the payload of a close frame.
  ///
  /// - Throws: the violation that a code which may not be sent, or text that is not UTF-8, is.
  init(_ payload: [UInt8]) throws(FramingViolation) {
    if payload.count == 1 { throw .protocolError("a close frame of one byte") }
    guard payload.count >= 2 else { return }
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    guard CloseStatus.mayBeSent(code) else { throw .protocolError("close code \(code) is not valid") }
    guard let text = String(validating: payload[2...], as: UTF8.self) else {
      throw .invalidText("a close reason is not UTF-8")
    }
    self.code = code
    reason = text
  }

  init(code: UInt16?, reason: String = "") {
    self.code = code
    self.reason = reason
  }

  /// The frame's payload; a reason that has no room is cut between characters.
  var payload: [UInt8] {
    guard let code else { return [] }
    var text = reason[...]
    while text.utf8.count > CloseStatus.maxReasonSize { text.removeLast() }
    return [UInt8(code >> 8), UInt8(code & 255)] + Array(text.utf8)
  }

  private static func mayBeSent(_ code: UInt16) -> Bool {
    (1000...1014).contains(code) && ![1004, 1005, 1006].contains(code) || (3000...4999).contains(code)
  }
}
