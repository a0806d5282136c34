extension Message {
  /// Passes a call to its callee.
  public struct Invocation: Sendable, Equatable {
    public var request: RequestID
    public var registration: RegistrationID
    public var payload: Payload
    /// The procedure called; present when the registration is of a pattern.
    public var procedure: String?
    /// Whether further parts of the call follow, under the same request.
    public var progress: Bool
    /// Whether the caller welcomes progressive results.
    public var receiveProgress: Bool
    /// Milliseconds after which the call will be cancelled.
    public var timeout: UInt64?
    /// The calling session, if disclosed.
    public var caller: SessionID?
    public var callerAuthID: String?
    public var callerAuthRole: String?
    /// How far the router trusts the caller: 0 the least, higher ones as the application defines them.
    public var trustLevel: UInt64?
    /// The trace that the call is part of.
    public var trace: TraceContext
    /// The details that have no property here.
    public var details: Options

    public init(
      request: RequestID,
      registration: RegistrationID,
      payload: Payload = .none,
      procedure: String? = nil,
      progress: Bool = false,
      receiveProgress: Bool = false,
      timeout: UInt64? = nil,
      caller: SessionID? = nil,
      callerAuthID: String? = nil,
      callerAuthRole: String? = nil,
      trustLevel: UInt64? = nil,
      trace: TraceContext = TraceContext(),
      details: Options = Options()
    ) {
      self.request = request
      self.registration = registration
      self.payload = payload
      self.procedure = procedure
      self.progress = progress
      self.receiveProgress = receiveProgress
      self.timeout = timeout
      self.caller = caller
      self.callerAuthID = callerAuthID
      self.callerAuthRole = callerAuthRole
      self.trustLevel = trustLevel
      self.trace = trace
      self.details = details
    }
  }

  /// Tells a callee that its invocation was cancelled.
  public struct Interrupt: Sendable, Equatable {
    public var request: RequestID
    /// What the caller asked for; `nil` if the router did not say.
    public var mode: CancelMode?
    /// A URI; what is none is not sent.
    public var reason: String?
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      mode: CancelMode? = nil,
      reason: String? = nil,
      options: Options = Options()
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
    public var options: Options

    public init(
      request: RequestID,
      payload: Payload = .none,
      progress: Bool = false,
      options: Options = Options()
    ) {
      self.request = request
      self.payload = payload
      self.progress = progress
      self.options = options
    }
  }
}

extension Message.Invocation: MessageFields {
  static var code: MessageCode { .invocation }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), registration: RegistrationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("registration", &registration)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.trace(&trace)
      try coder.option("caller", &caller)
      try coder.option("caller_authid", &callerAuthID)
      try coder.option("caller_authrole", &callerAuthRole)
      try coder.attributes(of: &payload)
      try coder.option("procedure", &procedure)
      try coder.flag("progress", &progress)
      try coder.flag("receive_progress", &receiveProgress)
      try coder.option("timeout", &timeout)
      try coder.option("trustlevel", &trustLevel)
    }
    try coder.payload(&payload)
  }
}

extension Message.Interrupt: MessageFields {
  static var code: MessageCode { .interrupt }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("mode", &mode)
      try coder.reason("reason", &reason)
    }
  }
}

extension Message.Yield: MessageFields {
  static var code: MessageCode { .yield }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.attributes(of: &payload)
      try coder.flag("progress", &progress)
    }
    try coder.payload(&payload)
  }
}
