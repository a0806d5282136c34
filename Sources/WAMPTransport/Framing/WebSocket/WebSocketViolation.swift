/// Why a peer's frames cannot be accepted: the status code and reason the connection is closed with.
struct WebSocketViolation: Error, Equatable {
  /// The close code (RFC 6455, section 7.4).
  let code: UInt16
  let reason: String

  static func protocolError(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1002, reason: reason)
  }

  static func unsupportedData(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1003, reason: reason)
  }

  static func invalidText(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1007, reason: reason)
  }

  static func tooLarge(limit: Int) -> WebSocketViolation {
    WebSocketViolation(code: 1009, reason: "a message is larger than \(limit) bytes")
  }
}
