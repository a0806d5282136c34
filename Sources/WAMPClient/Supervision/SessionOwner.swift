internal import Logging
internal import NIOCore
internal import WAMP

/// The owner of one ``WAMPSession``: makes its connections, one after the other, and keeps what has to outlive them.
/// Everything here happens on one event loop.
final class SessionOwner {
  typealias Handle = NIOLoopBound<SessionOwner>

  let plan: SessionPlan
  let loop: any EventLoop
  /// Succeeds with the first session.
  let opening: EventLoopPromise<CurrentFacts>
  /// Never has elements; ends with the session, with the reason unless it was closed in order from here.
  let ended = StreamBuffer<Never>(EventBuffering())
  /// The connection with an open session, or the last one there will be.
  var connection: ClientConnection?
  var orders = StandingOrders()
  var subscriptions: [OrderID: StandingSubscription] = [:]
  var registrations: [OrderID: StandingRegistration] = [:]
  private var supervisor: ClientSupervisor
  /// What is left of a connection that was lost, whose session may go on.
  var suspended: ClientConnection?
  /// The connection whose session is being opened.
  private var candidate: ClientConnection?
  private var attempt = 0
  private var connecting: Task<Void, Never>?
  private var timer: Scheduled<Void>?
  private var facts: CurrentFacts?
  private var openedAt = NIODeadline.now()
  /// Why the last session, or attempt at one, ended.
  private var reason: (any Error)?
  private var waiting = WaitingRequests()

  init(_ plan: SessionPlan, on loop: any EventLoop) {
    self.plan = plan
    self.loop = loop
    opening = loop.makePromise()
    supervisor = ClientSupervisor(routes: plan.routes.count, policy: plan.reconnection)
    waiting.limit = plan.reconnection.maxWaiting
  }

  var state: WAMPSession.State {
    switch supervisor.phase {
    case .open: .open
    case .ready, .connecting, .waiting: .reconnecting(WAMPError(closing: reason))
    case .ended:
      if connection?.session.state == .closing {
        .closing
      } else {
        .closed(reason.map { WAMPError(closing: $0) })
      }
    }
  }

  // MARK: - Connecting

  func start() { perform(supervisor.start()) }

  private func perform(_ action: ClientSupervisor.Action) {
    switch action {
    case .connect(let route): connect(route)
    case .startTimer(let time):
      timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
        if let action = self.supervisor.timerFired() { self.perform(action) }
      }
    case .end: end()
    }
  }

  private func connect(_ route: Int) {
    attempt += 1
    let number = attempt
    let handle = Handle(self, eventLoop: loop)
    connecting = Task { [plan] in
      do {
        try await plan.connect(route, number, for: handle)
      } catch {
        handle.eventLoop.execute { handle.value.failed(number, error) }
      }
    }
  }

  /// A connection is there; its session may be opened.
  ///
  /// - Returns: false if nobody wants it any more.
  func begins(_ connection: ClientConnection) -> Bool {
    guard connection.attempt == attempt, supervisor.phase == .connecting else { return false }
    candidate = connection
    return true
  }

  func opened(_ connection: ClientConnection, _ welcome: Message.Welcome) {
    guard begin(connection, welcome) else { return }
    restore(on: connection)
    for request in waiting.takeAll() { request.send(on: connection) }
  }

  /// The session that was interrupted goes on: nothing has to be asked for again.
  func resumed(_ connection: ClientConnection, _ welcome: Message.Welcome) {
    guard begin(connection, welcome) else { return }
    for request in waiting.takeAll() { request.send(on: connection) }
  }

  private func begin(_ connection: ClientConnection, _ welcome: Message.Welcome) -> Bool {
    guard connection === candidate else { return false }
    candidate = nil
    dropSuspended(but: connection)
    self.connection = connection
    openedAt = .now()
    supervisor.opened()
    let facts = SessionFacts(welcome, on: connection)
    if let current = self.facts {
      current.change(to: facts)
      plan.observation?.reconnected()
      plan.logger.info(
        "there is a connection again",
        metadata: ["session": "\(welcome.session)", "resumed": "\(welcome.resumed)"])
    } else {
      let current = CurrentFacts(facts)
      self.facts = current
      opening.succeed(current)
    }
    return true
  }

  /// A session, or an attempt to open one, is over.
  ///
  /// - Parameter error: why; `nil` if it was closed in order from here.
  func closed(_ connection: ClientConnection, _ error: WAMPError?) {
    if connection === self.connection {
      lost(error)
    } else {
      failed(connection.attempt, error ?? WAMPError(.closeNormal, "the session was closed"))
    }
  }

  func failed(_ attempt: Int, _ error: any Error) {
    guard attempt == self.attempt, supervisor.phase == .connecting else { return }
    candidate = nil
    reason = error
    plan.logger.debug("no session", metadata: ["attempt": "\(supervisor.attempts)", "error": "\(error)"])
    perform(supervisor.failed(isFinal: (error as? WAMPError)?.isFinal ?? false))
  }

  private func lost(_ error: WAMPError?) {
    reason = error
    guard let error, supervisor.phase == .open else { return end() }
    interrupt(error)
  }

  /// The session is interrupted, and may be over.
  func interrupt(_ error: WAMPError) {
    reason = error
    let action = supervisor.lost(isFinal: error.isFinal, after: .init(NIODeadline.now() - openedAt))
    if action != .end {
      connection = nil
      plan.logger.warning("the session is interrupted", metadata: ["reason": "\(error)"])
    }
    perform(action)
  }

  /// Whether the loss of a session is followed by an attempt to go on with it.
  func comesBack(from connection: ClientConnection) -> Bool {
    connection === self.connection && supervisor.comesBack(isFinal: false)
  }

  /// The reason why requests failed whose session is over, as those are told who made them.
  func told(_ error: WAMPError) -> WAMPError {
    guard error.endedSession, supervisor.comesBack(isFinal: error.isFinal) else { return error }
    var error = error
    error.endedSession = false
    return error
  }

  // MARK: - Ending

  /// Nobody wants the session any more that is being opened.
  func abandonOpening(_ error: any Error) {
    guard facts == nil, supervisor.phase != .ended else { return }
    reason = error
    _ = close()
  }

  /// Closes the session.
  ///
  /// - Returns: succeeds when the connection is closed.
  func close() -> EventLoopFuture<Void> {
    let wasOpen = supervisor.phase == .open
    let isOver = supervisor.phase == .ended
    supervisor.close()
    if let connection, wasOpen || isOver { return connection.close() }
    if isOver { return loop.makeSucceededVoidFuture() }
    if facts != nil { reason = nil }
    let candidate = candidate
    self.candidate = nil
    end()
    connecting?.cancel()
    return candidate?.close() ?? loop.makeSucceededVoidFuture()
  }

  private func end() {
    supervisor.close()
    dropSuspended(but: nil)
    timer?.cancel()
    timer = nil
    opening.fail(reason ?? WAMPError(.closeNormal, "the session was closed"))
    let error = reason.map { WAMPError(closing: $0) }
    dropOrders(error)
    ended.finish(error)
    for request in waiting.takeAll() { request.giveUp(WAMPError.afterEnd(error)) }
  }

  // MARK: - Requests

  /// Makes a request: now, or when there is a connection.
  func start(_ request: ClientRequest, _ make: @escaping ClientRequest.Make) {
    guard request.isNew else { return }
    if let connection { return request.send(on: connection, make) }
    guard supervisor.phase != .ended else {
      return request.giveUp(WAMPError.afterEnd(reason.map { WAMPError(closing: $0) }))
    }
    guard plan.reconnection.requests == .wait else {
      let text = reason.map { "there is no connection to the router now: \($0)" }
      return request.giveUp(WAMPError(.unavailable, text ?? "there is no connection to the router now"))
    }
    guard waiting.append(request, make) else {
      return request.giveUp(
        WAMPError(.unavailable, "\(plan.reconnection.maxWaiting) requests wait for a connection already"))
    }
  }

  /// Gives a request up when a time is over.
  func limit(_ request: ClientRequest, of procedure: String, to timeout: Duration) {
    request.clock = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
      self.giveUp(request, WAMPError(.timeout, "\(procedure) did not answer within \(timeout)"))
    }
  }

  /// Ends a request for whoever waits for it.
  func giveUp(_ request: ClientRequest, _ error: any Error) {
    waiting.remove(request)
    request.giveUp(error)
  }
}

extension WAMPError {
  /// Why a session is over, or interrupted.
  init(closing reason: (any Error)?) {
    switch reason {
    case let error as WAMPError: self = error
    case let error?: self.init(.transportLost, "the router cannot be reached: \(error)")
    case nil: self.init(.unavailable, "the session is not open yet")
    }
  }
}
