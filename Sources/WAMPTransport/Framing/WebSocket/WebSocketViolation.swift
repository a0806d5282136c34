/// Why a peer's frames cannot be accepted: the status code and reason the connection is closed with.
public struct WebSocketViolation: Error, Equatable, CustomStringConvertible {
  /// The close code (RFC 6455, section 7.4).
  public let code: UInt16
  public let reason: String

  static func protocolError(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1002, reason: reason)
  }

  static func unsupportedData(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1003, reason: reason)
  }

  static func tooLarge(limit: Int) -> WebSocketViolation {
    WebSocketViolation(code: 1009, reason: "a message is larger than \(limit) bytes")
  }

  public var description: String { "WebSocket close \(code): \(reason)" }
}
