extension Message {
  /// Calls a procedure.
  public struct Call: Sendable, Equatable {
    public var request: RequestID
    public var procedure: String
    public var payload: Payload
    /// Whether further parts of the call follow, under the same request.
    public var progress: Bool
    /// Whether progressive results are welcome.
    public var receiveProgress: Bool
    /// Whether the callee is told who calls.
    public var discloseMe: Bool
    /// Milliseconds after which the call is to be cancelled.
    public var timeout: UInt64?
    /// The trace that the call is part of.
    public var trace: TraceContext
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      procedure: String,
      payload: Payload = .none,
      progress: Bool = false,
      receiveProgress: Bool = false,
      discloseMe: Bool = false,
      timeout: UInt64? = nil,
      trace: TraceContext = TraceContext(),
      options: Options = Options()
    ) {
      self.request = request
      self.procedure = procedure
      self.payload = payload
      self.progress = progress
      self.receiveProgress = receiveProgress
      self.discloseMe = discloseMe
      self.timeout = timeout
      self.trace = trace
      self.options = options
    }
  }

  /// Cancels a call.
  public struct Cancel: Sendable, Equatable {
    public var request: RequestID
    /// What becomes of the callee; `nil` if the caller did not say.
    public var mode: CancelMode?
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      mode: CancelMode? = nil,
      options: Options = Options()
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
    public var details: Options

    public init(
      request: RequestID,
      payload: Payload = .none,
      progress: Bool = false,
      details: Options = Options()
    ) {
      self.request = request
      self.payload = payload
      self.progress = progress
      self.details = details
    }
  }
}

extension Message.Call: MessageFields {
  static var code: MessageCode { .call }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), procedure: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.trace(&trace)
      try coder.flag("disclose_me", &discloseMe)
      try coder.attributes(of: &payload)
      try coder.flag("progress", &progress)
      try coder.flag("receive_progress", &receiveProgress)
      try coder.option("timeout", &timeout)
    }
    try coder.text("procedure", &procedure)
    try coder.payload(&payload)
  }
}

extension Message.Cancel: MessageFields {
  static var code: MessageCode { .cancel }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("mode", &mode)
    }
  }
}

extension Message.Result: MessageFields {
  static var code: MessageCode { .result }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.attributes(of: &payload)
      try coder.flag("progress", &progress)
    }
    try coder.payload(&payload)
  }
}
