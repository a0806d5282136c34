/// Why a peer's frames cannot be accepted.
struct FramingViolation: Error, Equatable {
  /// The code that the connection is closed with (RFC 6455, section 7.4); `nil` in RawSocket, which has no such codes.
  let code: UInt16?
  let reason: String

  static func protocolError(_ reason: String) -> FramingViolation {
    FramingViolation(code: 1002, reason: reason)
  }

  static func unsupportedData(_ reason: String) -> FramingViolation {
    FramingViolation(code: 1003, reason: reason)
  }

  static func invalidText(_ reason: String) -> FramingViolation {
    FramingViolation(code: 1007, reason: reason)
  }

  static let notDeflate = FramingViolation(
    code: 1007, reason: "a compressed message is not what DEFLATE makes")

  static let noMemory = FramingViolation(code: 1011, reason: "there is no memory to inflate a message")

  static func tooLarge(limit: Int) -> FramingViolation {
    FramingViolation(code: 1009, reason: "a message is larger than \(limit) bytes")
  }

  static func rawSocket(_ reason: String) -> FramingViolation {
    FramingViolation(code: nil, reason: reason)
  }
}
