extension WAMPError {
  /// The URI that names a kind of error; applications may use their own.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ uri: String) { rawValue = uri }
  }
}

/// The predefined error URIs of the WAMP specification.
extension WAMPError.Code {
  public static let invalidURI = Self("wamp.error.invalid_uri")
  public static let noSuchProcedure = Self("wamp.error.no_such_procedure")
  public static let procedureAlreadyExists = Self("wamp.error.procedure_already_exists")
  public static let noSuchRegistration = Self("wamp.error.no_such_registration")
  public static let noSuchSubscription = Self("wamp.error.no_such_subscription")
  public static let noSuchRealm = Self("wamp.error.no_such_realm")
  public static let noSuchRole = Self("wamp.error.no_such_role")
  public static let noSuchSession = Self("wamp.error.no_such_session")
  public static let invalidArgument = Self("wamp.error.invalid_argument")
  public static let notAuthorized = Self("wamp.error.not_authorized")
  public static let authorizationFailed = Self("wamp.error.authorization_failed")
  public static let authenticationFailed = Self("wamp.error.authentication_failed")
  public static let authenticationRequired = Self("wamp.error.authentication_required")
  public static let noMatchingAuthMethod = Self("wamp.error.no_matching_auth_method")
  public static let protocolViolation = Self("wamp.error.protocol_violation")
  public static let featureNotSupported = Self("wamp.error.feature_not_supported")
  public static let canceled = Self("wamp.error.canceled")
  public static let timeout = Self("wamp.error.timeout")
  public static let unavailable = Self("wamp.error.unavailable")
  /// An exception in an application's handler that has no error URI of its own.
  public static let runtimeError = Self("wamp.error.runtime_error")
  /// A payload that could not be decoded or is not the record that was expected.
  public static let invalidPayload = Self("wamp.error.invalid_payload")
  /// A message is larger than the peer accepts.
  public static let payloadSizeExceeded = Self("wamp.error.payload_size_exceeded")
  /// The peer has another version of a schema, and the same one was required.
  public static let differentSchema = Self("flatwire.error.different_schema")
}

/// Reasons for closing a session.
extension WAMPError.Code {
  public static let closeNormal = Self("wamp.close.normal")
  public static let closeRealm = Self("wamp.close.close_realm")
  public static let systemShutdown = Self("wamp.close.system_shutdown")
  public static let goodbyeAndOut = Self("wamp.close.goodbye_and_out")
  /// The connection ended without a GOODBYE. Never sent; found by the side that is left.
  public static let transportLost = Self("wamp.close.transport_lost")
}
