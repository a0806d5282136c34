internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// The connection of one session, on its event loop: drives the session's state machine.
final class ClientConnection: ConnectionDelegate {
  typealias Handle = NIOLoopBound<ClientConnection>
  typealias Token = EventLoopPromise<Answer>
  typealias Handler = @Sendable (Payload) async throws -> Payload

  /// The router's answer to a request.
  enum Answer: Sendable {
    case result(Message.Result)
    case published(PublicationID)
    case subscribed(SubscriptionID)
    case registered(RegistrationID)
    case done
  }

  let serializer: SerializerKind
  let loop: any EventLoop
  var session: ClientSession<Token>
  var subscribers: [SubscriptionID: [EventSink]] = [:]
  var handlers: [RegistrationID: Handler] = [:]
  private var running: [RequestID: Task<Void, Never>] = [:]
  private var connection: MessageConnection?
  private let opening: EventLoopPromise<Opening>
  private let closed: EventLoopPromise<Void>
  private let timeout: Duration
  private var isFlushScheduled = false

  init(
    realm: String, schemas: SchemaOffer, serializer: SerializerKind, loop: any EventLoop,
    opening: EventLoopPromise<Opening>, timeout: Duration
  ) {
    self.serializer = serializer
    self.loop = loop
    self.opening = opening
    self.timeout = timeout
    session = ClientSession(realm: realm, schemas: schemas)
    closed = loop.makePromise()
  }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    send(session.open())
    loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
      guard self.session.state == .opening else { return }
      self.perform(self.session.close(reason: .timeout, message: "no WELCOME came in time"))
      self.opening.fail(WAMPError(.timeout, "the router did not answer HELLO in time"))
    }
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    do {
      perform(session.receive(try serializer.decode(message.share())))
    } catch {
      perform(session.violated("\(error)"))
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    let reason = error.map { "\($0)" } ?? "the router closed the connection"
    perform(session.connectionLost(WAMPError(.transportLost, reason)))
    self.connection = nil
    closed.succeed()
  }

  /// Says GOODBYE.
  ///
  /// - Returns: succeeds when the connection is closed.
  func close() -> EventLoopFuture<Void> {
    perform(session.close())
    loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { self.connection?.close() }
    return closed.futureResult
  }

  func perform(_ actions: [ClientSession<Token>.Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: ClientSession<Token>.Action) {
    switch action {
    case .send(let message): send(message)
    case .opened(let welcome):
      opening.succeed(
        Opening(
          welcome: welcome, differingSchemas: session.differingSchemas,
          connection: Handle(self, eventLoop: loop), serializer: serializer))
    case .result(let result, let token): token.succeed(.result(result))
    case .published(let id, let token): token.succeed(.published(id))
    case .subscribed(let id, let token): token.succeed(.subscribed(id))
    case .registered(let id, let token): token.succeed(.registered(id))
    case .unsubscribed(let token), .unregistered(let token): token.succeed(.done)
    case .failed(let error, let token): token.fail(error)
    case .event(let event):
      for sink in subscribers[event.subscription] ?? [] { sink.yield(event) }
    case .subscriptionRevoked(let id, let reason):
      let error = WAMPError(.noSuchSubscription, reason ?? "the router revoked the subscription")
      for sink in subscribers.removeValue(forKey: id) ?? [] { sink.finish(error) }
    case .registrationRevoked(let id, _): handlers[id] = nil
    case .invoke(let invocation): invoke(invocation)
    case .interrupt(let interrupt): running[interrupt.request]?.cancel()
    case .closed(let error): end(error)
    }
  }

  private func end(_ error: WAMPError?) {
    opening.fail(error ?? WAMPError(.closeNormal, "the session was closed"))
    for sink in subscribers.values.joined() { sink.finish(error) }
    subscribers.removeAll()
    handlers.removeAll()
    for task in running.values { task.cancel() }
    running.removeAll()
    connection?.flush()
    connection?.close()
  }

  private func invoke(_ invocation: Message.Invocation) {
    guard let handler = handlers[invocation.registration] else {
      let error = WAMPError(.noSuchRegistration, "no handler for \(invocation.registration)")
      if let message = session.fail(invocation.request, error) { send(message) }
      return
    }
    let handle = Handle(self, eventLoop: loop)
    running[invocation.request] = Task {
      let result: Result<Payload, WAMPError>
      do {
        result = .success(try await handler(invocation.payload))
      } catch {
        result = .failure(WAMPError(answering: error))
      }
      handle.eventLoop.execute { handle.value.answer(invocation.request, result) }
    }
  }

  private func answer(_ request: RequestID, _ result: Result<Payload, WAMPError>) {
    running[request] = nil
    switch result {
    case .success(let payload):
      if let message = session.yield(request, payload) { send(.yield(message)) }
    case .failure(let error):
      if let message = session.fail(request, error) { send(message) }
    }
  }

  /// Appends a message; all of one turn of the event loop are sent together.
  func send(_ message: Message) {
    do {
      let encoded = try serializer.encode(message)
      connection?.send(
        OutgoingMessage(head: encoded.head, body: encoded.body, tailPadding: encoded.tailPadding))
    } catch {
      return perform(session.violated("a message could not be serialised: \(error)"))
    }
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    loop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.connection?.flush()
    }
  }
}
