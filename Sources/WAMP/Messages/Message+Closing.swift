extension Message {
  /// Refuses a session, or ends one at once because the peer broke the protocol.
  public struct Abort: Sendable, Equatable {
    /// A URI.
    public var reason: String
    /// For people.
    public var message: String?
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      reason: String,
      message: String? = nil,
      details: [String: Value] = [:]
    ) {
      self.reason = reason
      self.message = message
      self.details = details
    }
  }

  /// Closes a session, and answers the peer that does.
  public struct Goodbye: Sendable, Equatable {
    /// A URI.
    public var reason: String
    /// For people.
    public var message: String?
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      reason: String,
      message: String? = nil,
      details: [String: Value] = [:]
    ) {
      self.reason = reason
      self.message = message
      self.details = details
    }
  }

  /// Refuses or fails a request.
  public struct Error: Sendable, Equatable {
    /// The type of the message that failed.
    public var requestType: MessageCode
    public var request: RequestID
    /// A URI.
    public var error: String
    public var payload: Payload
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      requestType: MessageCode,
      request: RequestID,
      error: String,
      payload: Payload = .none,
      details: [String: Value] = [:]
    ) {
      self.requestType = requestType
      self.request = request
      self.error = error
      self.payload = payload
      self.details = details
    }
  }
}
