extension Message {
  /// Offers a procedure.
  public struct Register: Sendable, Equatable {
    public var request: RequestID
    public var procedure: String
    public var match: MatchPolicy
    public var invoke: InvocationPolicy
    /// The most calls that the callee answers at a time; `nil` for as many as come.
    public var concurrency: UInt64?
    /// Whether the callee wants to be told who calls.
    public var discloseCaller: Bool
    /// Whether a registration of others is ended for this one.
    public var forceReregister: Bool
    /// Whether the callee watches the time that calls may take.
    public var forwardTimeout: Bool
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      procedure: String,
      match: MatchPolicy = .exact,
      invoke: InvocationPolicy = .single,
      concurrency: UInt64? = nil,
      discloseCaller: Bool = false,
      forceReregister: Bool = false,
      forwardTimeout: Bool = false,
      options: Options = Options()
    ) {
      self.request = request
      self.procedure = procedure
      self.match = match
      self.invoke = invoke
      self.concurrency = concurrency
      self.discloseCaller = discloseCaller
      self.forceReregister = forceReregister
      self.forwardTimeout = forwardTimeout
      self.options = options
    }
  }

  /// Acknowledges a REGISTER.
  public struct Registered: Sendable, Equatable {
    public var request: RequestID
    public var registration: RegistrationID

    public init(
      request: RequestID,
      registration: RegistrationID
    ) {
      self.request = request
      self.registration = registration
    }
  }

  /// Ends a registration.
  public struct Unregister: Sendable, Equatable {
    public var request: RequestID
    public var registration: RegistrationID

    public init(
      request: RequestID,
      registration: RegistrationID
    ) {
      self.request = request
      self.registration = registration
    }
  }

  /// Acknowledges an UNREGISTER, or with request 0 revokes a registration.
  public struct Unregistered: Sendable, Equatable {
    public var request: RequestID
    /// The revoked registration.
    public var registration: RegistrationID?
    public var reason: String?

    public init(
      request: RequestID,
      registration: RegistrationID? = nil,
      reason: String? = nil
    ) {
      self.request = request
      self.registration = registration
      self.reason = reason
    }
  }
}

extension Message.Register: MessageFields {
  static var code: MessageCode { .register }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), procedure: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("concurrency", &concurrency)
      try coder.flag("disclose_caller", &discloseCaller)
      try coder.flag("force_reregister", &forceReregister)
      try coder.flag("forward_timeout", &forwardTimeout)
      try coder.choice("invoke", &invoke, unless: .single)
      try coder.choice("match", &match, unless: .exact)
    }
    try coder.text("procedure", &procedure)
  }
}

extension Message.Registered: MessageFields {
  static var code: MessageCode { .registered }

  init() { self.init(request: RequestID(0), registration: RegistrationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("registration", &registration)
  }
}

extension Message.Unregister: MessageFields {
  static var code: MessageCode { .unregister }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), registration: RegistrationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("registration", &registration)
  }
}

extension Message.Unregistered: MessageFields {
  static var code: MessageCode { .unregistered }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request, orZero: true)
    var rest = Options()
    try coder.options("details", &rest, isOmittable: true) { (coder: inout Coder) throws(FieldFault) in
      try coder.reason("reason", &reason)
      try coder.option("registration", &registration)
    }
  }
}
