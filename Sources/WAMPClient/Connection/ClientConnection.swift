internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPAuthentication
internal import WAMPTransport

/// One connection of a session, on the session's event loop: drives the session's state machine.
final class ClientConnection: ConnectionDelegate {
  typealias Handle = NIOLoopBound<ClientConnection>
  typealias Handler = @Sendable (Invocation) async throws -> Payload

  let serializer: SerializerKind
  /// The number of the owner's attempt that it is.
  private(set) var attempt: Int
  let owner: SessionOwner
  var session: ClientSession<Token>
  var subscribers: [SubscriptionID: [(order: OrderID, buffer: EventBuffer)]] = [:]
  var handlers: [RegistrationID: Handler] = [:]
  var running: [RequestID: RunningInvocation] = [:]
  var isFlushScheduled = false
  private(set) var connection: MessageConnection?
  /// How this side proves who it is, and what it expects of the router.
  var exchange: ClientExchange
  /// Makes the answer to a challenge.
  var answering: Task<Void, Never>?
  private var deadline: Scheduled<Void>?
  /// What handlers have answered, in a session that may go on over another connection.
  var answers: ReplayLog?
  private var disconnected: EventLoopPromise<Void>?

  init(
    _ session: ClientSession<Token>, proving exchange: ClientExchange, serializer: SerializerKind,
    attempt: Int, of owner: SessionOwner
  ) {
    self.session = session
    self.exchange = exchange
    self.serializer = serializer
    self.attempt = attempt
    self.owner = owner
  }

  /// Is to go on over another connection.
  func prepare(_ attempt: Int, _ hello: Message.Hello, proving exchange: ClientExchange) {
    self.attempt = attempt
    self.exchange = exchange
    session.change(hello)
  }

  var loop: any EventLoop { owner.loop }
  var logger: Logger { owner.plan.logger }
  private var timeout: Duration { owner.plan.configuration.handshakeTimeout }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    disconnected = loop.makePromise()
    // Whoever wanted the session may have gone before there was a connection.
    guard owner.begins(self) else { return connection.close() }
    send(session.open())
    deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { self.giveUpOpening() }
  }

  private func giveUpOpening() {
    let isKept = session.resuming != nil
    owner.failed(attempt, WAMPError(.timeout, "the router did not answer HELLO in time"))
    guard isKept, let connection else { return perform(session.close(reason: .closeNormal)) }
    // It may go on another time.
    connection.close()
    connectionClosed(connection, error: nil)
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    do {
      perform(session.receive(try serializer.decode(message.share())))
    } catch {
      logger.warning("a message was not accepted", metadata: ["fault": "\(error)"])
      perform(session.receive(error))
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    guard connection === self.connection else { return }
    deadline?.cancel()
    answering?.cancel()
    self.connection = nil
    let error = WAMPError(lost: error)
    if !owner.suspends(self, error) {
      perform(session.connectionLost(error))
      if case .suspended = session.state { owner.failed(attempt, error) }
    }
    disconnected?.succeed()
    disconnected = nil
  }

  /// Says GOODBYE, or ABORT if the session is not open yet.
  ///
  /// - Returns: succeeds when the connection is closed.
  func close() -> EventLoopFuture<Void> {
    perform(session.close(reason: session.id == nil ? .closeNormal : .closeRealm))
    guard let disconnected else { return loop.makeSucceededVoidFuture() }
    let deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { self.connection?.close() }
    disconnected.futureResult.assumeIsolated().whenComplete { _ in deadline.cancel() }
    return disconnected.futureResult
  }

  func perform(_ actions: [ClientSession<Token>.Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: ClientSession<Token>.Action) {
    switch action {
    case .send(let message): send(message)
    case .challenged(let challenge): answer(challenge)
    case .opened(let welcome):
      if let error = exchange.refusal(of: welcome) { return perform(session.refuse(error)) }
      deadline?.cancel()
      startAnew(resumable: welcome.resumable)
      owner.opened(self, welcome)
    case .resumed(let welcome, let point):
      if let error = exchange.refusal(of: welcome) { return perform(session.refuse(error)) }
      deadline?.cancel()
      resumed(welcome, point)
    case .result(let result, let token):
      if !token.succeed(CallResult(result)) { abandon(result.request, CancellationError()) }
    case .published(let id, let token): token.succeed(.published(id))
    case .subscribed(let id, let token): owner.subscribed(id, token, on: self)
    case .registered(let id, let token): owner.registered(id, token, on: self)
    case .unsubscribed(let token), .unregistered(let token): token.succeed(.done)
    case .failed(let error, .again(let order)): owner.refused(order, error, on: self)
    case .failed(let error, let token): token.fail(owner.told(error))
    case .event(let event): deliver(event)
    case .subscriptionRevoked(let id, let reason): owner.revoked(id, reason, on: self)
    case .registrationRevoked(let id, let reason): owner.revoked(id, reason, on: self)
    case .invoke(let invocation): invoke(invocation)
    case .invocationContinued(let invocation): take(invocation)
    case .interrupt(let interrupt): running[interrupt.request]?.task.cancel()
    case .closed(let error): end(error)
    }
  }

  private func end(_ error: WAMPError?) {
    deadline?.cancel()
    answering?.cancel()
    forget()
    connection?.flush()
    connection?.close()
    owner.closed(self, error)
  }
}

extension WAMPError {
  /// Why the connection ended without a GOODBYE.
  fileprivate init(lost error: (any Error)?) {
    let reason = error.map { "the connection to the router was lost: \($0)" }
    self.init(.transportLost, reason ?? "the router closed the connection")
    closeCode = (error as? TransportError)?.closeCode
  }
}
