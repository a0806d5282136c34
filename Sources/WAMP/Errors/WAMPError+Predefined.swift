extension WAMPError.Code {
  /// The errors that a router of this package answers requests with, and what each means.
  static let predefined: [(code: WAMPError.Code, meaning: String)] = [
    (.invalidURI, "A URI breaks the rules for its kind."),
    (.noSuchProcedure, "Nobody has registered the procedure."),
    (.procedureAlreadyExists, "Somebody has registered the procedure."),
    (
      .differentInvocationPolicy,
      "The procedure is registered with another policy that says which callee is invoked."
    ),
    (.noAvailableCallee, "The procedure is registered, but no callee can take the call now."),
    (.noSuchRegistration, "The session or the realm has no such registration."),
    (.noSuchSubscription, "The session or the realm has no such subscription."),
    (.noSuchSession, "The realm has no such session."),
    (.invalidArgument, "An argument or an option cannot be accepted."),
    (.notAuthorized, "The session may not do what it asked for."),
    (.authorizationFailed, "Whether the session may do it could not be found out."),
    (.featureNotSupported, "The peer cannot do what was asked for."),
    (.canceled, "The call was cancelled, or its callee left."),
    (.timeout, "The time that was given is over."),
    (.unavailable, "It cannot be done now: a limit is reached."),
    (.runtimeError, "The procedure failed without an error of its own."),
    (.invalidPayload, "A payload could not be decoded, or is not what its schema says."),
    (.payloadSizeExceeded, "A message is larger than the peer accepts."),
    (.noSuchRecord, "A procedure of records found none to answer with."),
    (.recordExists, "An exposed table has a row with the key of one that was to be inserted."),
    (.recordChanged, "A row of an exposed table was changed or deleted since it was read."),
    (.uniqueViolation, "Another row of an exposed table has the same key in a unique index."),
    (.readOnlyStore, "The store of an exposed table was opened for reading only."),
    (.noSuchPublication, "A history has no event of the publication that a call of it names."),
    (.changesUnavailable, "The log of changes does not reach back as far as was asked for."),
    (.notDescribed, "The realm can tell nothing of what it was asked about."),
  ]
}
