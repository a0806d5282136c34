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
  let attempt: Int
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
  private let disconnected: EventLoopPromise<Void>

  init(
    _ session: ClientSession<Token>, proving exchange: ClientExchange, serializer: SerializerKind,
    attempt: Int, of owner: SessionOwner
  ) {
    self.session = session
    self.exchange = exchange
    self.serializer = serializer
    self.attempt = attempt
    self.owner = owner
    disconnected = owner.loop.makePromise()
  }

  var loop: any EventLoop { owner.loop }
  var logger: Logger { owner.plan.logger }
  private var timeout: Duration { owner.plan.configuration.handshakeTimeout }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    // Whoever wanted the session may have gone before there was a connection.
    guard owner.begins(self) else { return connection.close() }
    send(session.open())
    deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
      self.owner.failed(
        self.attempt, WAMPError(.timeout, "the router did not answer HELLO in time"))
      self.perform(self.session.close(reason: .closeNormal))
    }
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
    perform(session.connectionLost(WAMPError(lost: error)))
    self.connection = nil
    disconnected.succeed()
  }

  /// Says GOODBYE, or ABORT if the session is not open yet.
  ///
  /// - Returns: succeeds when the connection is closed.
  func close() -> EventLoopFuture<Void> {
    perform(session.close(reason: session.id == nil ? .closeNormal : .closeRealm))
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
      owner.opened(self, welcome)
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
    subscribers.removeAll()
    handlers.removeAll()
    for invocation in running.values { invocation.task.cancel() }
    running.removeAll()
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
