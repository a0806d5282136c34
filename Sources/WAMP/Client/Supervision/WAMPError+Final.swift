extension WAMPError {
  /// Whether the same router would answer the same another time: it does not want this client, or one of both breaks
  /// the protocol.
  package var isFinal: Bool { WAMPError.finalCodes.contains(code) }

  private static let finalCodes: Set<Code> = [
    .noSuchRealm, .noSuchRole, .invalidURI, .invalidArgument, .notAuthorized, .authenticationFailed,
    .authenticationRequired, .noMatchingAuthMethod, .protocolViolation, .featureNotSupported,
    .differentSchema, .closeKilled,
    // The specification's names for more of the same.
    Code("wamp.error.no_such_principal"), Code("wamp.error.authentication_denied"),
    Code("wamp.error.authorization_denied"),
  ]

  /// What becomes of what is asked of a session that is over.
  ///
  /// - Parameter reason: why it is; `nil` if it was closed from here.
  package static func afterEnd(_ reason: WAMPError?) -> WAMPError {
    guard var error = reason else { return .closedHere }
    error.message = "the session has ended: \(error.message)"
    return error
  }
}
