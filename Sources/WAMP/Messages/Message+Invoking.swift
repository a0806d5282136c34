extension Message {
  /// Passes a call to its callee.
  public struct Invocation: Sendable, Equatable {
    public var request: RequestID
    public var registration: RegistrationID
    public var payload: Payload
    /// The procedure called; present when the registration is of a pattern.
    public var procedure: String?
    /// Whether the caller welcomes progressive results.
    public var receiveProgress: Bool
    /// Milliseconds after which the call will be cancelled.
    public var timeout: UInt64?
    /// The calling session, if disclosed.
    public var caller: SessionID?
    public var callerAuthID: String?
    public var callerAuthRole: String?
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      request: RequestID,
      registration: RegistrationID,
      payload: Payload = .none,
      procedure: String? = nil,
      receiveProgress: Bool = false,
      timeout: UInt64? = nil,
      caller: SessionID? = nil,
      callerAuthID: String? = nil,
      callerAuthRole: String? = nil,
      details: [String: Value] = [:]
    ) {
      self.request = request
      self.registration = registration
      self.payload = payload
      self.procedure = procedure
      self.receiveProgress = receiveProgress
      self.timeout = timeout
      self.caller = caller
      self.callerAuthID = callerAuthID
      self.callerAuthRole = callerAuthRole
      self.details = details
    }
  }

  /// Tells a callee that its invocation was cancelled.
  public struct Interrupt: Sendable, Equatable {
    public var request: RequestID
    public var mode: CancelMode
    public var reason: String?
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      mode: CancelMode = .kill,
      reason: String? = nil,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.mode = mode
      self.reason = reason
      self.options = options
    }
  }

  /// Answers an invocation.
  public struct Yield: Sendable, Equatable {
    public var request: RequestID
    public var payload: Payload
    /// Whether further results follow.
    public var progress: Bool
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      payload: Payload = .none,
      progress: Bool = false,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.payload = payload
      self.progress = progress
      self.options = options
    }
  }
}
