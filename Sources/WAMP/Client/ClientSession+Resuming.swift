extension ClientSession {
  /// What is known of a session that its router lets go on over another connection.
  struct Resumption: Sendable, Equatable {
    /// Proves to the router that this is the client.
    var token: String
    var point = ResumptionPoint.OfClient(received: 0)
  }

  /// Whether the session can go on over another connection.
  package var canResume: Bool {
    switch state {
    case .open, .suspended: resumption != nil
    case .ready, .opening, .closing, .closed: false
    }
  }

  /// The connection of an open session was lost, and another one is going to be made: what is asked of it so far fails.
  ///
  /// The session goes on with ``open()``. Handlers go on, too; what they answer is to be kept.
  package mutating func suspend(_ error: WAMPError) -> [Action] {
    guard case .open(let id) = state, resumption != nil else { return [] }
    state = .suspended(id)
    let failed = pending.sorted { $0.key < $1.key }.compactMap { entry in
      entry.value.token.map { Action.failed(error, $0) }
    }
    for id in pending.keys { pending[id]?.token = nil }
    return failed
  }

  /// The router has let in a client that wanted its session to go on.
  mutating func welcomed(_ welcome: Message.Welcome, instead id: SessionID) -> [Action] {
    guard welcome.resumed, welcome.session == id, let point = ResumptionPoint.OfRouter(welcome.details) else {
      startAnew()
      opened(welcome)
      return [.opened(welcome)]
    }
    let received = resumption?.point
    opened(welcome)
    if let received { resumption?.point = received }
    return [.resumed(welcome, point)] + restoreRequests(after: point.request)
  }

  /// What is left of the session that was lost means nothing to the new one.
  private mutating func startAnew() {
    pending = [:]
    requests = SequentialIDs()
    subscriptions = [:]
    registrations = []
    invocations = [:]
    answeredEarly.removeAll()
    early.removeAll()
  }

  /// Forgets requests that the router has not received or does not answer any more; what was to be ended still is.
  private mutating func restoreRequests(after last: UInt64) -> [Action] {
    var actions: [Action] = []
    for (id, entry) in pending.sorted(by: { $0.key < $1.key }) {
      if case .call = entry.request {
        pending[id] = nil
        continue
      }
      guard id.rawValue > last else { continue }
      pending[id] = nil
      switch entry.request {
      case .unsubscribe(let subscription):
        let again = repeated(entry.request)
        actions.append(.send(.unsubscribe(Message.Unsubscribe(request: again, subscription: subscription))))
      case .unregister(let registration):
        let again = repeated(entry.request)
        actions.append(.send(.unregister(Message.Unregister(request: again, registration: registration))))
      case .call, .publish, .subscribe, .register: break
      }
    }
    return actions
  }

  /// Takes down that a request for which nobody waits is made once more.
  private mutating func repeated(_ request: Request) -> RequestID {
    let id: RequestID = requests.next()
    pending[id] = Pending(request: request, token: nil)
    return id
  }

  /// Counts a message of an open session.
  mutating func count(_ message: Message) {
    if message.isNumbered { resumption?.point.received += 1 }
  }

  /// Counts bytes that were not accepted as a message.
  mutating func count(_ fault: MessageFault) {
    switch fault.type {
    case .result: break
    // What it answered is not known, so not whether the router has numbered it.
    case .error, nil: resumption = nil
    default: resumption?.point.received += 1
    }
  }
}
