internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// The connection of one session, on its event loop: drives the session's state machine.
final class ClientConnection: ConnectionDelegate {
  typealias Handle = NIOLoopBound<ClientConnection>
  typealias Handler = @Sendable (Invocation) async throws -> Payload

  let serializer: SerializerKind
  let loop: any EventLoop
  let logger: Logger
  var session: ClientSession<Token>
  var subscribers: [SubscriptionID: [EventBuffer]] = [:]
  var handlers: [RegistrationID: Handler] = [:]
  var running: [RequestID: Task<Void, Never>] = [:]
  var isFlushScheduled = false
  private(set) var connection: MessageConnection?
  private let opening: EventLoopPromise<Opening>
  /// Never has elements; ends with the session, with the reason unless it was closed in order from here.
  let ended = StreamBuffer<Never>(EventBuffering())
  private let disconnected: EventLoopPromise<Void>
  private let timeout: Duration

  init(
    _ session: ClientSession<Token>, serializer: SerializerKind, loop: any EventLoop,
    opening: EventLoopPromise<Opening>, timeout: Duration, logger: Logger
  ) {
    self.session = session
    self.serializer = serializer
    self.loop = loop
    self.opening = opening
    self.timeout = timeout
    self.logger = logger
    disconnected = loop.makePromise()
  }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    send(session.open())
    let deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { self.giveUp() }
    opening.futureResult.assumeIsolated().whenComplete { result in
      deadline.cancel()
      // Whoever wanted the session may have gone, even before there was a connection.
      if case .failure = result { self.perform(self.session.close(reason: .closeNormal)) }
    }
  }

  private func giveUp() {
    opening.fail(WAMPError(.timeout, "the router did not answer HELLO in time"))
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

  /// Says GOODBYE.
  ///
  /// - Returns: succeeds when the connection is closed.
  func close() -> EventLoopFuture<Void> {
    perform(session.close())
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
    case .opened(let welcome):
      opening.succeed(Opening(welcome, session, Handle(self, eventLoop: loop), serializer, ended))
    case .result(let result, let token):
      if !token.succeed(CallResult(result)) { abandon(result.request, CancellationError()) }
    case .published(let id, let token): token.succeed(.published(id))
    case .subscribed(let id, let token): token.succeed(.subscribed(id))
    case .registered(let id, let token): token.succeed(.registered(id))
    case .unsubscribed(let token), .unregistered(let token): token.succeed(.done)
    case .failed(let error, let token): token.fail(error)
    case .event(let event): deliver(event)
    case .subscriptionRevoked(let id, let reason): revoke(id, reason)
    case .registrationRevoked(let id, let reason):
      handlers[id] = nil
      logger.warning(
        "registration revoked", metadata: ["registration": "\(id)", "reason": "\(reason?.shortened ?? "")"])
    case .invoke(let invocation): invoke(invocation)
    case .interrupt(let interrupt): running[interrupt.request]?.cancel()
    case .closed(let error): end(error)
    }
  }

  private func end(_ error: WAMPError?) {
    opening.fail(error ?? WAMPError(.closeNormal, "the session was closed"))
    for buffer in subscribers.values.joined() { buffer.finish(error) }
    subscribers.removeAll()
    handlers.removeAll()
    for task in running.values { task.cancel() }
    running.removeAll()
    ended.finish(error)
    connection?.flush()
    connection?.close()
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
