extension Message {
  /// Refuses a session, or ends one at once because the peer broke the protocol.
  public struct Abort: Sendable, Equatable {
    /// A URI.
    public var reason: String
    /// For people.
    public var message: String?
    /// The details that have no property here.
    public var details: Options

    public init(
      reason: String,
      message: String? = nil,
      details: Options = Options()
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
    public var details: Options

    public init(
      reason: String,
      message: String? = nil,
      details: Options = Options()
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
    public var details: Options

    public init(
      requestType: MessageCode,
      request: RequestID,
      error: String,
      payload: Payload = .none,
      details: Options = Options()
    ) {
      self.requestType = requestType
      self.request = request
      self.error = error
      self.payload = payload
      self.details = details
    }
  }
}

extension Message.Abort: MessageFields {
  static var code: MessageCode { .abort }

  init() { self.init(reason: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("message", &message)
    }
    try coder.text("reason", &reason)
    // Arguments that some peers append are not used.
    var unused = Payload.none
    try coder.payload(&unused)
  }
}

extension Message.Goodbye: MessageFields {
  static var code: MessageCode { .goodbye }

  init() { self.init(reason: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("message", &message)
    }
    try coder.text("reason", &reason)
  }
}

extension Message.Error: MessageFields {
  static var code: MessageCode { .error }
  var faultyRequest: RequestID? { request }

  init() { self.init(requestType: .call, request: RequestID(0), error: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.type("request_type", &requestType)
    try coder.request(&request)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.attributes(of: &payload)
    }
    try coder.uri("error", &error)
    try coder.payload(&payload)
  }
}
