extension ClientSession {
  /// Calls a procedure.
  ///
  /// - Parameters:
  ///   - timeout: milliseconds, for routers that announced `call_timeout`.
  ///   - token: comes back with the result or the failure.
  /// - Throws: if the session is not open.
  public mutating func call(
    _ procedure: String, _ payload: Payload = .none, receiveProgress: Bool = false,
    discloseMe: Bool = false, timeout: UInt64? = nil, options: Options = Options(), token: Token
  ) throws(WAMPError) -> Message.Call {
    let request = try begin(.call, token)
    return Message.Call(
      request: request, procedure: procedure, payload: payload, receiveProgress: receiveProgress,
      discloseMe: discloseMe, timeout: timeout, options: options)
  }

  /// Cancels a call.
  ///
  /// - Returns: the message to send; `nil` if the call has been answered. The call's token comes back
  ///   when the router answers.
  public func cancel(_ request: RequestID, mode: CancelMode = .killNoWait) -> Message.Cancel? {
    guard case .call = pending[request]?.request else { return nil }
    return Message.Cancel(request: request, mode: mode)
  }

  /// Publishes an event.
  ///
  /// - Parameter token: if there is one the router is asked to acknowledge, and the token comes back
  ///   with the publication's identifier.
  public mutating func publish(
    _ topic: String, _ payload: Payload = .none, excludeMe: Bool = true, discloseMe: Bool = false,
    audience: Audience = Audience(), options: Options = Options(), token: Token? = nil
  ) throws(WAMPError) -> Message.Publish {
    try checkOpen()
    let request: RequestID = requests.next()
    if let token { pending[request] = Pending(request: .publish, token: token) }
    return Message.Publish(
      request: request, topic: topic, payload: payload, acknowledge: token != nil, excludeMe: excludeMe,
      discloseMe: discloseMe, audience: audience, options: options)
  }

  /// Subscribes to a topic.
  public mutating func subscribe(
    _ topic: String, match: MatchPolicy = .exact, options: Options = Options(), token: Token
  ) throws(WAMPError) -> Message.Subscribe {
    let request = try begin(.subscribe(Pattern(topic: topic, match: match)), token)
    return Message.Subscribe(request: request, topic: topic, match: match, options: options)
  }

  /// Ends one use of a subscription.
  ///
  /// - Returns: the message to send; `nil` if the router's subscription has other users here, or is
  ///   gone: then the token does not come back, since there is nothing to wait for.
  public mutating func unsubscribe(
    _ subscription: SubscriptionID, token: Token
  ) throws(WAMPError) -> Message.Unsubscribe? {
    try checkOpen()
    guard var entry = subscriptions[subscription], entry.count > 0 else { return nil }
    entry.count -= 1
    subscriptions[subscription] = entry
    let isWanted = pending.values.contains { $0.request == .subscribe(entry.pattern) }
    guard entry.count == 0, !isWanted else { return nil }
    let request = try begin(.unsubscribe(subscription), token)
    return Message.Unsubscribe(request: request, subscription: subscription)
  }

  /// Offers a procedure.
  public mutating func register(
    _ procedure: String, match: MatchPolicy = .exact, invoke: InvocationPolicy = .single,
    options: Options = Options(), token: Token
  ) throws(WAMPError) -> Message.Register {
    let request = try begin(.register, token)
    return Message.Register(
      request: request, procedure: procedure, match: match, invoke: invoke, options: options)
  }

  /// Ends a registration.
  ///
  /// - Returns: the message to send; `nil` if the registration is gone.
  public mutating func unregister(
    _ registration: RegistrationID, token: Token
  ) throws(WAMPError) -> Message.Unregister? {
    try checkOpen()
    guard registrations.contains(registration) else { return nil }
    let request = try begin(.unregister(registration), token)
    return Message.Unregister(request: request, registration: registration)
  }

  /// Answers an invocation.
  ///
  /// - Parameter progress: whether further answers follow; allowed if the invocation asked for them.
  /// - Returns: the message to send; `nil` if the invocation is not running any more.
  public mutating func yield(
    _ invocation: RequestID, _ payload: Payload, progress: Bool = false
  ) -> Message.Yield? {
    guard invocations.contains(invocation) else { return nil }
    if !progress { invocations.remove(invocation) }
    return Message.Yield(request: invocation, payload: payload, progress: progress)
  }

  /// Answers an invocation with an error.
  ///
  /// - Returns: the message to send; `nil` if the invocation is not running any more.
  public mutating func fail(_ invocation: RequestID, _ error: WAMPError) -> Message? {
    guard invocations.remove(invocation) != nil else { return nil }
    return error.answer(to: invocation, of: .invocation)
  }

  private func checkOpen() throws(WAMPError) {
    switch state {
    case .open: return
    case .ready, .opening: throw WAMPError(.unavailable, "the session is not open yet")
    case .closing, .closed: throw WAMPError(.transportLost, "the session is closed")
    }
  }

  private mutating func begin(_ request: Request, _ token: Token) throws(WAMPError) -> RequestID {
    try checkOpen()
    let id: RequestID = requests.next()
    pending[id] = Pending(request: request, token: token)
    return id
  }
}
