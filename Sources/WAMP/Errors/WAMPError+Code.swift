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
  /// A URI breaks the rules for its kind.
  public static let invalidURI = Self("wamp.error.invalid_uri")
  /// Nobody has registered the procedure.
  public static let noSuchProcedure = Self("wamp.error.no_such_procedure")
  /// Somebody has registered the procedure.
  public static let procedureAlreadyExists = Self("wamp.error.procedure_already_exists")
  /// The procedure is registered with another policy that says which callee is invoked. Not of the specification:
  /// Crossbar.io's.
  public static let differentInvocationPolicy =
    Self("wamp.error.procedure_exists_with_different_invocation_policy")
  /// The procedure is registered, but no callee can take the call now.
  public static let noAvailableCallee = Self("wamp.error.no_available_callee")
  /// The session has no such registration.
  public static let noSuchRegistration = Self("wamp.error.no_such_registration")
  /// The session has no such subscription.
  public static let noSuchSubscription = Self("wamp.error.no_such_subscription")
  /// The router has no such realm.
  public static let noSuchRealm = Self("wamp.error.no_such_realm")
  /// The realm has no such role.
  public static let noSuchRole = Self("wamp.error.no_such_role")
  /// The realm has no such session.
  public static let noSuchSession = Self("wamp.error.no_such_session")
  /// An argument or an option cannot be accepted.
  public static let invalidArgument = Self("wamp.error.invalid_argument")
  /// The session may not do what it asked for.
  public static let notAuthorized = Self("wamp.error.not_authorized")
  /// Whether the session may do it could not be found out.
  public static let authorizationFailed = Self("wamp.error.authorization_failed")
  /// The client did not prove who it is.
  public static let authenticationFailed = Self("wamp.error.authentication_failed")
  /// The realm wants a proof of who the client is.
  public static let authenticationRequired = Self("wamp.error.authentication_required")
  /// None of the ways to authenticate that the client offered is accepted.
  public static let noMatchingAuthMethod = Self("wamp.error.no_matching_auth_method")
  /// The peer broke the protocol; the session ends.
  public static let protocolViolation = Self("wamp.error.protocol_violation")
  /// The peer cannot do what was asked for.
  public static let featureNotSupported = Self("wamp.error.feature_not_supported")
  /// The call was cancelled, or its callee left.
  public static let canceled = Self("wamp.error.canceled")
  /// The time that was given is over.
  public static let timeout = Self("wamp.error.timeout")
  /// It cannot be done now: a limit is reached, or the session is not open.
  public static let unavailable = Self("wamp.error.unavailable")
  /// An exception in an application's handler that has no error URI of its own.
  public static let runtimeError = Self("wamp.error.runtime_error")
  /// A payload that could not be decoded or is not the record that was expected.
  public static let invalidPayload = Self("wamp.error.invalid_payload")
  /// A message is larger than the peer accepts.
  public static let payloadSizeExceeded = Self("wamp.error.payload_size_exceeded")
  /// The peer has another version of a schema, and the same one was required.
  public static let differentSchema = Self("flatwire.error.different_schema")
  /// The realm can tell nothing of the procedure, topic, error or schema that it was asked about.
  public static let notDescribed = Self("flatwire.error.not_described")
  /// A replica's own store failed. Never sent; found by the replica.
  public static let storeFailed = Self("flatwire.error.store_failed")
}

/// Reasons for closing a session.
extension WAMPError.Code {
  /// The client has done what it wanted.
  public static let closeNormal = Self("wamp.close.normal")
  /// The session leaves its realm.
  public static let closeRealm = Self("wamp.close.close_realm")
  /// The session was ended by the meta API, and no other reason was given.
  public static let closeKilled = Self("wamp.close.killed")
  /// The router stops.
  public static let systemShutdown = Self("wamp.close.system_shutdown")
  /// The answer to a GOODBYE.
  public static let goodbyeAndOut = Self("wamp.close.goodbye_and_out")
  /// Another callee took the place of a registration. Never ends a session; the reason of an UNREGISTERED.
  public static let reregistered = Self("flatwire.registration.taken_over")
  /// The connection ended without a GOODBYE. Never sent; found by the side that is left.
  public static let transportLost = Self("wamp.close.transport_lost")
}
