extension Message {
  /// Calls a procedure.
  public struct Call: Sendable, Equatable {
    public var request: RequestID
    public var procedure: String
    public var payload: Payload
    /// Whether progressive results are welcome.
    public var receiveProgress: Bool
    /// Whether the callee is told who calls.
    public var discloseMe: Bool
    /// Milliseconds after which the call is to be cancelled.
    public var timeout: UInt64?
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      procedure: String,
      payload: Payload = .none,
      receiveProgress: Bool = false,
      discloseMe: Bool = false,
      timeout: UInt64? = nil,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.procedure = procedure
      self.payload = payload
      self.receiveProgress = receiveProgress
      self.discloseMe = discloseMe
      self.timeout = timeout
      self.options = options
    }
  }

  /// Cancels a call.
  public struct Cancel: Sendable, Equatable {
    public var request: RequestID
    public var mode: CancelMode
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      mode: CancelMode = .skip,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.mode = mode
      self.options = options
    }
  }

  /// Answers a call.
  public struct Result: Sendable, Equatable {
    public var request: RequestID
    public var payload: Payload
    /// Whether further results follow.
    public var progress: Bool
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      request: RequestID,
      payload: Payload = .none,
      progress: Bool = false,
      details: [String: Value] = [:]
    ) {
      self.request = request
      self.payload = payload
      self.progress = progress
      self.details = details
    }
  }
}
