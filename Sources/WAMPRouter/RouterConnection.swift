internal import FlatBuffersRuntime
internal import Logging
internal import NIOCore
internal import SharedBytes
internal import WAMP
internal import WAMPTransport

/// One client's connection, on its own event loop.
final class RouterConnection: ConnectionDelegate {
  typealias Handle = NIOLoopBound<RouterConnection>

  let serializer: SerializerKind
  let loop: any EventLoop
  private let inline: LoopState
  private let core: RouterCore.Handle
  private let schemas: SchemaOffer
  private let logger: Logger
  private var session: RouterSession
  private var connection: MessageConnection?
  private var call: InlineCall?
  private var isFlushScheduled = false
  private let closed: EventLoopPromise<Void>

  init(
    serializer: SerializerKind, loop: any EventLoop, inline: LoopState, core: RouterCore.Handle,
    schemas: SchemaOffer, logger: Logger
  ) {
    self.serializer = serializer
    self.loop = loop
    self.inline = inline
    self.core = core
    self.schemas = schemas
    self.logger = logger
    session = RouterSession(schemas: schemas)
    closed = loop.makePromise()
  }

  var whenClosed: EventLoopFuture<Void> { closed.futureResult }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    call = InlineCall(connection: connection, serializer: serializer)
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    if session.id != nil && answerInline(message) { return }
    do {
      perform(session.receive(try serializer.decode(message.share())))
    } catch {
      perform(session.violated("\(error)"))
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    if let error {
      logger.debug("connection lost", metadata: ["peer": "\(connection.remoteAddress)", "error": "\(error)"])
    }
    perform(session.connectionLost())
    self.connection = nil
    call = nil
    closed.succeed()
  }

  private func perform(_ action: RouterSession.Action) {
    switch action {
    case .ignore: break
    case .join(let hello): join(hello)
    case .route(.call(let call)):
      guard let responder = inline.procedures.find(call.procedure) else { return route(.call(call)) }
      answer(call, with: responder)
    case .route(let message): route(message)
    case .close(let message, let leaving):
      if let leaving { inCore { $0.leave(leaving) } }
      if let message { send(message) }
      connection?.close()
    }
  }

  private func route(_ message: Message) {
    guard let id = session.id else { return }
    inCore { $0.receive(message, from: id) }
  }

  /// Runs on the loop that owns the realm, at once if it is this one.
  private func inCore(_ body: @escaping @Sendable (RouterCore) -> Void) {
    let core = core
    if core.eventLoop.inEventLoop {
      body(core.value)
    } else {
      core.eventLoop.execute { body(core.value) }
    }
  }

  private func join(_ hello: Message.Hello) {
    let differing = schemas.differences(from: hello.details)
    if !differing.isEmpty {
      logger.info(
        "client has other versions of schemas",
        metadata: [
          "peer": "\(connection.map { "\($0.remoteAddress)" } ?? "")",
          "schemas": "\(differing.joined(separator: ", "))",
        ])
    }
    let handle = ConnectionHandle(serializer: serializer, bound: Handle(self, eventLoop: loop))
    inCore { $0.join(handle, hello) }
  }

  /// The realm's answer to a HELLO.
  func joined(_ result: Result<SessionID, WAMPError>, realm: String) {
    switch result {
    case .success(let id):
      guard let welcome = session.welcome(as: id, to: realm) else { return inCore { $0.leave(id) } }
      send(welcome)
    case .failure(let error): perform(session.refuse(error))
    }
  }

  /// Ends the session from this side.
  func refuse(_ error: WAMPError) {
    perform(session.refuse(error))
  }

  /// Says GOODBYE and closes.
  func shutDown() {
    if let goodbye = session.goodbye() { send(goodbye) }
    connection?.close(code: 1001, reason: "the router is shutting down")
  }

  func send(_ message: Message) {
    do {
      send(try serializer.encode(message))
    } catch {
      logger.error("message not sent", metadata: ["code": "\(message.code)", "error": "\(error)"])
    }
  }

  /// Appends a message; all of one turn of the event loop are sent together.
  func send(_ message: EncodedMessage) {
    connection?.send(OutgoingMessage(message))
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    loop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.connection?.flush()
    }
  }
}

/// A member's connection, as the realm's owner knows it.
struct ConnectionHandle: Sendable {
  let serializer: SerializerKind
  let bound: RouterConnection.Handle

  /// Runs on the connection's loop, at once if it is this one.
  func perform(_ body: @escaping @Sendable (RouterConnection) -> Void) {
    let bound = bound
    if bound.eventLoop.inEventLoop {
      body(bound.value)
    } else {
      bound.eventLoop.execute { body(bound.value) }
    }
  }
}

extension RouterConnection {
  /// Answers a call of an inline procedure straight from the received bytes.
  ///
  /// - Returns: false if it is anything else, or unusual in any way.
  private func answerInline(_ message: ReceivedMessage) -> Bool {
    guard !inline.procedures.isEmpty, let call,
      let peek = CallPeek(message.bytes, serializer: serializer),
      let responder = inline.procedures.find(peek.procedure)
    else { return false }
    call.begin(peek.request, peek.form)
    answer(call, peek.payload, with: responder)
    return true
  }

  /// Answers a call that was decoded in full.
  private func answer(_ message: Message.Call, with responder: InlineResponder) {
    guard let call else { return }
    guard let (bytes, form) = message.payload.record else {
      call.begin(message.request, .passthru)
      call.fail(WAMPError(.invalidArgument, "\(message.procedure) takes one record"))
      return
    }
    call.begin(message.request, form)
    answer(call, bytes.bytes, with: responder)
  }

  private func answer(_ call: InlineCall, _ request: RawSpan, with responder: InlineResponder) {
    do {
      try responder.body(request, call)
      if !call.isAnswered { call.fail(WAMPError(.runtimeError, "the procedure returned no answer")) }
    } catch {
      call.fail(WAMPError(answering: error))
    }
  }
}
