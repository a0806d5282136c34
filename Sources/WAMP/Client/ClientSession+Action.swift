extension ClientSession {
  /// What the owner of the session has to do.
  package enum Action: Sendable {
    case send(Message)
    /// Answer with ``ClientSession/authenticate(_:)``, or refuse with ``ClientSession/refuse(_:)``.
    case challenged(Message.Challenge)
    /// The session is open; requests may be made.
    case opened(Message.Welcome)
    /// The session goes on over a new connection: answers of handlers that the router has not received are to be sent
    /// again.
    case resumed(Message.Welcome, ResumptionPoint.OfRouter)
    /// The answer to a call. If it is progressive, more follow with the same token.
    case result(Message.Result, Token)
    case published(PublicationID, Token)
    case subscribed(SubscriptionID, Token)
    case unsubscribed(Token)
    case registered(RegistrationID, Token)
    case unregistered(Token)
    /// The request failed.
    case failed(WAMPError, Token)
    /// An event of a subscription that was reported by ``subscribed(_:_:)`` before.
    case event(Message.Event)
    /// The router ended a subscription.
    case subscriptionRevoked(SubscriptionID, reason: String?)
    /// The router ended a registration.
    case registrationRevoked(RegistrationID, reason: String?)
    /// Run the procedure; answer with ``ClientSession/yield(_:_:progress:)`` or
    /// ``ClientSession/fail(_:_:)``.
    case invoke(Message.Invocation)
    /// A further part of the call that is running as this invocation; none follows the one without progress.
    case invocationContinued(Message.Invocation)
    /// The caller lost interest in a running invocation; it is to be answered all the same.
    case interrupt(Message.Interrupt)
    /// The session is over: close the connection. `nil` if it was closed in order from here.
    case closed(WAMPError?)
  }
}
