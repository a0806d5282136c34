extension ClientSession {
  /// What a received message means.
  public mutating func receive(_ message: Message) -> [Action] {
    switch state {
    case .ready: return violated("\(message.code) before HELLO")
    case .closed: return []
    case .opening: return receiveOpening(message)
    case .open, .closing: return receiveOpen(message)
    }
  }

  private mutating func receiveOpening(_ message: Message) -> [Action] {
    switch message {
    case .welcome(let welcome):
      guard welcome.session.isValid else { return violated("WELCOME with session \(welcome.session)") }
      if let error = schemas.refusal(of: welcome.details) {
        return [.send(.abort(error.abort))] + end(with: error, inOrder: false)
      }
      opened(welcome)
      return [.opened(welcome)]
    case .abort(let abort): return end(with: WAMPError(abort), inOrder: false)
    case .challenge(let challenge):
      let message = "the router wants authentication by \(challenge.method), which this client cannot do"
      let error = WAMPError(.authenticationFailed, message)
      let abort = error.abort
      return [.send(.abort(abort))] + end(with: error, inOrder: false)
    default: return violated("\(message.code) where WELCOME was expected")
    }
  }

  private mutating func receiveOpen(_ message: Message) -> [Action] {
    switch message {
    case .result(let result): return receive(result)
    case .event(let event): return receive(event)
    case .invocation(let invocation): return receive(invocation)
    case .error(let error): return receive(error)
    case .published(let published):
      guard let token = take(published.request, if: { $0 == .publish }) else { return stray(message) }
      return [.published(published.publication, token)]
    case .subscribed(let subscribed): return receive(subscribed)
    case .unsubscribed(let unsubscribed): return receive(unsubscribed)
    case .registered(let registered):
      guard let token = take(registered.request, if: { $0 == .register }) else { return stray(message) }
      registrations.insert(registered.registration)
      return [.registered(registered.registration, token)]
    case .unregistered(let unregistered): return receive(unregistered)
    case .interrupt(let interrupt):
      return invocations.contains(interrupt.request) ? [.interrupt(interrupt)] : []
    case .goodbye(let goodbye): return receive(goodbye)
    case .abort(let abort): return end(with: WAMPError(abort), inOrder: false)
    default: return stray(message)
    }
  }

  private mutating func stray(_ message: Message) -> [Action] {
    violated("\(message.code) that answers no request")
  }

  /// Removes a pending request of the right kind.
  private mutating func take(_ id: RequestID, if isExpected: (Request) -> Bool) -> Token? {
    guard let entry = pending[id], isExpected(entry.request) else { return nil }
    pending[id] = nil
    return entry.token
  }

  private mutating func receive(_ result: Message.Result) -> [Action] {
    guard let entry = pending[result.request], entry.request == .call else { return stray(.result(result)) }
    if !result.progress { pending[result.request] = nil }
    return [.result(result, entry.token)]
  }

  private mutating func receive(_ error: Message.Error) -> [Action] {
    guard let entry = pending[error.request], entry.request.code == error.requestType else {
      return stray(.error(error))
    }
    pending[error.request] = nil
    // Whatever the reason, the router does not have what was to be ended.
    switch entry.request {
    case .unsubscribe(let subscription): subscriptions[subscription] = nil
    case .unregister(let registration): registrations.remove(registration)
    default: break
    }
    dropEarlyEvents()
    return [.failed(WAMPError(error), entry.token)]
  }

  private mutating func receive(_ event: Message.Event) -> [Action] {
    if let entry = subscriptions[event.subscription] { return entry.count > 0 ? [.event(event)] : [] }
    if isSubscribing { early.hold(event) }
    return []
  }

  private mutating func receive(_ subscribed: Message.Subscribed) -> [Action] {
    guard let entry = pending[subscribed.request], case .subscribe(let pattern) = entry.request else {
      return stray(.subscribed(subscribed))
    }
    pending[subscribed.request] = nil
    let id = subscribed.subscription
    subscriptions[id, default: Subscribed(pattern: pattern, count: 0)].count += 1
    let held = early.take(id)
    dropEarlyEvents()
    return [.subscribed(id, entry.token)] + held.map { .event($0) }
  }

  private mutating func receive(_ unsubscribed: Message.Unsubscribed) -> [Action] {
    if let revoked = unsubscribed.subscription, unsubscribed.request.rawValue == 0 {
      guard subscriptions.removeValue(forKey: revoked) != nil else { return [] }
      return [.subscriptionRevoked(revoked, reason: unsubscribed.reason)]
    }
    guard let entry = pending[unsubscribed.request], case .unsubscribe(let id) = entry.request else {
      return stray(.unsubscribed(unsubscribed))
    }
    pending[unsubscribed.request] = nil
    subscriptions[id] = nil
    return [.unsubscribed(entry.token)]
  }

  private mutating func receive(_ unregistered: Message.Unregistered) -> [Action] {
    if let revoked = unregistered.registration, unregistered.request.rawValue == 0 {
      guard registrations.remove(revoked) != nil else { return [] }
      return [.registrationRevoked(revoked, reason: unregistered.reason)]
    }
    guard let entry = pending[unregistered.request], case .unregister(let id) = entry.request else {
      return stray(.unregistered(unregistered))
    }
    pending[unregistered.request] = nil
    registrations.remove(id)
    return [.unregistered(entry.token)]
  }

  private mutating func receive(_ invocation: Message.Invocation) -> [Action] {
    guard registrations.contains(invocation.registration) else {
      let error = WAMPError(.noSuchRegistration, "no registration \(invocation.registration) here")
      return [.send(error.answer(to: invocation.request, of: .invocation))]
    }
    guard invocations.insert(invocation.request).inserted else {
      return violated("INVOCATION \(invocation.request) is running already")
    }
    return [.invoke(invocation)]
  }

  private mutating func receive(_ goodbye: Message.Goodbye) -> [Action] {
    let error = WAMPError(
      WAMPError.Code(goodbye.reason), goodbye.message ?? "the router closed the session",
      details: goodbye.details)
    if state == .closing { return end(with: error, inOrder: true) }
    let answer = Message.Goodbye(reason: WAMPError.Code.goodbyeAndOut.rawValue)
    return [.send(.goodbye(answer))] + end(with: error, inOrder: false)
  }

  private var isSubscribing: Bool {
    pending.values.contains {
      if case .subscribe = $0.request { true } else { false }
    }
  }

  private mutating func dropEarlyEvents() {
    if !early.isEmpty && !isSubscribing { early.removeAll() }
  }
}
