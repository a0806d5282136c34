extension Message {
  /// Offers a procedure.
  public struct Register: Sendable, Equatable {
    public var request: RequestID
    public var procedure: String
    public var match: MatchPolicy
    public var invoke: InvocationPolicy
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      procedure: String,
      match: MatchPolicy = .exact,
      invoke: InvocationPolicy = .single,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.procedure = procedure
      self.match = match
      self.invoke = invoke
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
