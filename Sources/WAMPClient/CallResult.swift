public import WAMP

/// What a procedure answered, or a part of it.
public struct CallResult: Sendable, Equatable {
  /// What came; see ``arguments()``.
  public let payload: Payload
  /// Whether further results of the same call follow.
  public let progress: Bool
  /// Details, by their names in the protocol.
  public let details: Options

  init(_ message: Message.Result) {
    self.init(payload: message.payload, progress: message.progress, details: message.details)
  }

  private init(payload: Payload, progress: Bool, details: Options) {
    self.payload = payload
    self.progress = progress
    self.details = details
  }

  /// The result with memory of its own.
  var detached: CallResult {
    CallResult(payload: payload.detached, progress: progress, details: details.detached)
  }

  /// The arguments, positional and by keywords.
  ///
  /// - Throws: `wamp.error.invalid_payload` if they cannot be decoded.
  public func arguments() throws -> (list: [Value], keywords: [String: Value]) {
    try payload.arguments()
  }
}
