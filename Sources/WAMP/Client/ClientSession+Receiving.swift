extension ClientSession {
  /// What a received message means.
  package mutating func receive(_ message: Message) -> [Action] {
    switch state {
    case .ready, .suspended: return violated("\(message.code) before HELLO")
    case .closed: return []
    case .opening: return receiveOpening(message)
    case .open:
      count(message)
      return receiveOpen(message)
    case .closing: return receiveClosing(message)
    }
  }

  /// After our GOODBYE only its answer counts; the router may have sent anything before it saw ours.
  private mutating func receiveClosing(_ message: Message) -> [Action] {
    switch message {
    case .goodbye: return closed(nil)
    case .abort(let abort): return closed(WAMPError(abort))
    default: return []
    }
  }

  private mutating func receiveOpening(_ message: Message) -> [Action] {
    switch message {
    case .welcome(let welcome):
      guard welcome.session.isValid else { return violated("WELCOME with session \(welcome.session)") }
      differingSchemas = schemas.differences(from: welcome.details)
      if let error = schemas.refusal(for: differingSchemas) { return refused(error) }
      if let resuming { return welcomed(welcome, instead: resuming) }
      opened(welcome)
      return [.opened(welcome)]
    case .abort(let abort): return closed(WAMPError(abort))
    case .challenge(let challenge): return [.challenged(challenge)]
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
      return answered(published.request, message, isExpected: { $0 == .publish }) {
        .published(published.publication, $0)
      }
    case .subscribed(let subscribed): return receive(subscribed)
    case .unsubscribed(let unsubscribed): return receive(unsubscribed)
    case .registered(let registered): return receive(registered)
    case .unregistered(let unregistered): return receive(unregistered)
    case .interrupt(let interrupt):
      return invocations[interrupt.request] != nil ? [.interrupt(interrupt)] : []
    case .goodbye(let goodbye): return receive(goodbye)
    case .abort(let abort): return closed(WAMPError(abort))
    default: return stray(message)
    }
  }

  private mutating func stray(_ message: Message) -> [Action] {
    violated("\(message.code) that answers no request")
  }

  /// Ends a pending request of the right kind; tells whoever still waits for it.
  private mutating func answered(
    _ id: RequestID, _ message: Message, isExpected: (Request) -> Bool, _ outcome: (Token) -> Action
  ) -> [Action] {
    guard let entry = pending[id], isExpected(entry.request) else { return stray(message) }
    pending[id] = nil
    return entry.token.map { [outcome($0)] } ?? []
  }

  private mutating func receive(_ result: Message.Result) -> [Action] {
    guard let entry = pending[result.request], case .call(let progress, _) = entry.request else {
      return stray(.result(result))
    }
    if result.progress {
      guard progress else {
        return violated("a progressive RESULT of call \(result.request), which did not ask for it")
      }
    } else {
      pending[result.request] = nil
    }
    return entry.token.map { [.result(result, $0)] } ?? []
  }

  private mutating func receive(_ error: Message.Error) -> [Action] {
    guard let entry = pending[error.request], entry.request.code == error.requestType else {
      return stray(.error(error))
    }
    return fail(error.request, entry, with: WAMPError(error))
  }

  /// Ends a request that the router refused.
  mutating func fail(_ id: RequestID, _ entry: Pending, with error: WAMPError) -> [Action] {
    pending[id] = nil
    // Whatever the reason, the router does not have what was to be ended.
    switch entry.request {
    case .unsubscribe(let subscription): subscriptions[subscription] = nil
    case .unregister(let registration): registrations.remove(registration)
    default: break
    }
    dropEarlyEvents()
    return entry.token.map { [.failed(error, $0)] } ?? []
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
    let held = early.take(id)
    dropEarlyEvents()
    guard let token = entry.token else { return endUnwanted(id, pattern) }
    subscriptions[id, default: Subscribed(pattern: pattern, count: 0)].count += 1
    return [.subscribed(id, token)] + held.map { .event($0) }
  }

  /// Ends a subscription that came after whoever wanted it had gone, unless others here have it too.
  private mutating func endUnwanted(_ id: SubscriptionID, _ pattern: Pattern) -> [Action] {
    guard subscriptions[id] == nil, !isWanted(pattern) else { return [] }
    subscriptions[id] = Subscribed(pattern: pattern, count: 0)
    let request: RequestID = requests.next()
    pending[request] = Pending(request: .unsubscribe(id), token: nil)
    return [.send(.unsubscribe(Message.Unsubscribe(request: request, subscription: id)))]
  }

  private mutating func receive(_ registered: Message.Registered) -> [Action] {
    guard let entry = pending[registered.request], entry.request == .register else {
      return stray(.registered(registered))
    }
    pending[registered.request] = nil
    let id = registered.registration
    if let token = entry.token {
      registrations.insert(id)
      return [.registered(id, token)]
    }
    // Whoever offered the procedure has gone.
    let request: RequestID = requests.next()
    pending[request] = Pending(request: .unregister(id), token: nil)
    return [.send(.unregister(Message.Unregister(request: request, registration: id)))]
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
    return entry.token.map { [.unsubscribed($0)] } ?? []
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
    return entry.token.map { [.unregistered($0)] } ?? []
  }

  private mutating func receive(_ invocation: Message.Invocation) -> [Action] {
    let request = invocation.request
    if answeredEarly.takes(request, isLast: !invocation.progress) { return [] }
    switch invocations[request] {
    // Its registration may have ended meanwhile.
    case true?:
      invocations[request] = invocation.progress
      return [.invocationContinued(invocation)]
    case false?: return violated("INVOCATION \(request) is running already")
    case nil:
      guard registrations.contains(invocation.registration) else {
        return [.send(WAMPError.registeredNoMore.answer(to: request, of: .invocation))]
      }
      invocations[request] = invocation.progress
      return [.invoke(invocation)]
    }
  }

  private mutating func receive(_ goodbye: Message.Goodbye) -> [Action] {
    let text = goodbye.message?.shortened ?? "the router closed the session"
    let answer = Message.Goodbye(reason: WAMPError.Code.goodbyeAndOut.rawValue)
    return [.send(.goodbye(answer))]
      + closed(WAMPError(WAMPError.Code(goodbye.reason), text, details: goodbye.details))
  }

  /// Whether a SUBSCRIBE of the pattern is on its way whose SUBSCRIBED somebody waits for.
  func isWanted(_ pattern: Pattern) -> Bool {
    pending.values.contains { $0.token != nil && $0.request == .subscribe(pattern) }
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
