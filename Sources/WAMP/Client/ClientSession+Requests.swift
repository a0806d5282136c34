extension ClientSession {
  /// Calls a procedure.
  ///
  /// - Parameters:
  ///   - progress: whether further parts of the call follow; see ``continueCall(_:of:_:progress:)``.
  ///   - receiveProgress: whether results may come in parts, all with the same token.
  ///   - token: comes back with the result or the failure.
  /// - Throws: why the session is not open.
  package mutating func call(
    _ procedure: String, _ payload: Payload = .none, progress: Bool = false, receiveProgress: Bool = false,
    options: CallOptions = CallOptions(), token: Token
  ) throws(WAMPError) -> Message.Call {
    guard !progress || routerContinuesCalls else {
      throw WAMPError(.featureNotSupported, "the router takes no calls in parts")
    }
    let request = try begin(
      .call(progress: receiveProgress, cancelMode: options.cancelMode), token)
    return Message.Call(
      request: request, procedure: procedure, payload: payload, progress: progress,
      receiveProgress: receiveProgress, discloseMe: options.discloseMe, timeout: options.milliseconds,
      trace: options.trace, options: options.others)
  }

  /// Sends a further part of a call.
  ///
  /// - Parameters:
  ///   - procedure: that of the call.
  ///   - progress: whether more parts follow.
  /// - Returns: the message to send; `nil` if the call is over.
  package func continueCall(
    _ request: RequestID, of procedure: String, _ payload: Payload, progress: Bool
  ) -> Message.Call? {
    guard let entry = pending[request], entry.token != nil, case .call(let receiveProgress, _) = entry.request
    else { return nil }
    return Message.Call(
      request: request, procedure: procedure, payload: payload, progress: progress,
      receiveProgress: receiveProgress)
  }

  /// A router may have announced nothing at all (over flatbuffers, where others lose it): then it is asked.
  private var routerContinuesCalls: Bool {
    !routerRoles.contains(.dealer) || routerRoles.supports(.progressiveCallInvocations, as: .dealer)
  }

  /// Cancels a call.
  ///
  /// - Returns: the message to send; `nil` if the call has been answered. The call's token comes back
  ///   when the router answers.
  package func cancel(_ request: RequestID, mode: CancelMode = .killNoWait) -> Message.Cancel? {
    guard case .call = pending[request]?.request else { return nil }
    return Message.Cancel(request: request, mode: mode)
  }

  /// Publishes an event.
  ///
  /// - Parameter token: comes back with the publication's identifier, if the options ask the router to
  ///   acknowledge; otherwise it does not come back.
  package mutating func publish(
    _ topic: String, _ payload: Payload = .none, options: PublishOptions = PublishOptions(), token: Token
  ) throws(WAMPError) -> Message.Publish {
    let request = try begin(.publish, options.acknowledge ? token : nil)
    return Message.Publish(
      request: request, topic: topic, payload: payload, acknowledge: options.acknowledge,
      excludeMe: options.excludeMe, discloseMe: options.discloseMe, audience: options.audience,
      retain: options.retain, trace: options.trace, options: options.others)
  }

  /// Subscribes to a topic.
  package mutating func subscribe(
    _ topic: String, options: SubscribeOptions = SubscribeOptions(), token: Token
  ) throws(WAMPError) -> Message.Subscribe {
    let request = try begin(.subscribe(Pattern(topic: topic, match: options.match)), token)
    return Message.Subscribe(
      request: request, topic: topic, match: options.match, getRetained: options.getRetained,
      options: options.others)
  }

  /// Ends one use of a subscription.
  ///
  /// - Returns: the message to send; `nil` if the router's subscription has other users here, or is
  ///   gone: then the token does not come back, since there is nothing to wait for.
  package mutating func unsubscribe(
    _ subscription: SubscriptionID, token: Token
  ) throws(WAMPError) -> Message.Unsubscribe? {
    try checkOpen()
    guard var entry = subscriptions[subscription], entry.count > 0 else { return nil }
    entry.count -= 1
    guard entry.count == 0, !isWanted(entry.pattern) else {
      subscriptions[subscription] = entry
      return nil
    }
    let request = try begin(.unsubscribe(subscription), token)
    subscriptions[subscription] = entry
    return Message.Unsubscribe(request: request, subscription: subscription)
  }

  /// Offers a procedure.
  package mutating func register(
    _ procedure: String, options: RegisterOptions = RegisterOptions(), token: Token
  ) throws(WAMPError) -> Message.Register {
    let request = try begin(.register, token)
    return Message.Register(
      request: request, procedure: procedure, match: options.match, invoke: options.invoke,
      concurrency: options.concurrency.map { UInt64(clamping: $0) }, discloseCaller: options.discloseCaller,
      forceReregister: options.forceReregister, options: options.others)
  }

  /// Ends a registration.
  ///
  /// - Returns: the message to send; `nil` if the registration is gone.
  package mutating func unregister(
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
  package mutating func yield(
    _ invocation: RequestID, _ payload: Payload, progress: Bool = false
  ) -> Message.Yield? {
    guard invocations[invocation] != nil else { return nil }
    if !progress { ended(invocation) }
    return Message.Yield(request: invocation, payload: payload, progress: progress)
  }

  /// Answers an invocation with an error.
  ///
  /// - Returns: the message to send; `nil` if the invocation is not running any more.
  package mutating func fail(_ invocation: RequestID, _ error: WAMPError) -> Message? {
    guard invocations[invocation] != nil else { return nil }
    ended(invocation)
    return error.answer(to: invocation, of: .invocation)
  }

  private mutating func ended(_ invocation: RequestID) {
    if invocations.removeValue(forKey: invocation) == true { answeredEarly.add(invocation) }
  }

  private func checkOpen() throws(WAMPError) {
    switch state {
    case .open: return
    case .ready, .opening: throw WAMPError(.unavailable, "the session is not open yet")
    case .suspended: throw WAMPError(.unavailable, "there is no connection to the router now")
    case .closing: throw .closedHere
    case .closed: throw .afterEnd(ending)
    }
  }

  /// - Parameter token: `nil` for a request that the router does not answer.
  private mutating func begin(_ request: Request, _ token: Token?) throws(WAMPError) -> RequestID {
    try checkOpen()
    guard token == nil || pending.count < maxPending else {
      throw WAMPError(.unavailable, "\(pending.count) requests wait for the router's answer already")
    }
    let id: RequestID = requests.next()
    if let token { pending[id] = Pending(request: request, token: token) }
    return id
  }
}
