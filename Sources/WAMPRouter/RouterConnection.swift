internal import SharedBytes
internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// One client's connection, on its own event loop.
final class RouterConnection: ConnectionDelegate {
  typealias Handle = NIOLoopBound<RouterConnection>

  let format: SerializerKind
  let loop: any EventLoop
  let shared: RouterLoop
  let limits: Router.Limits
  let logins: LoginWatch
  /// The role of a client of this process, which is trusted; `nil` for all others.
  let trusted: String?
  let logger: Logger
  let schemas: SchemaOffer
  var session: RouterSession
  var connection: MessageConnection?
  /// The realm joined, or asked to join.
  var replica: LoopReplica?
  /// While the session is open.
  var membership: Membership?
  /// The same, unless all calls have to go to the realm's owner, see ``answerOrRoute(_:)``.
  var shortcut: Membership?
  var helloTimer: Scheduled<Void>?
  /// While the client proves who it is.
  var opening: Opening?
  /// What is kept for a client that may come back over another connection; `nil` if it may not.
  var resumption: SessionResumption?
  /// What is to be sent once the client, which came back, has got what it missed; `nil` in all other cases.
  var arriving: [EncodedMessage]?
  /// On the same loop, the connection that the client had before.
  var predecessor: RouterConnection?
  /// Whether one of the two is there.
  var isNumbering = false
  var backlog: Backlog
  /// The subscriptions of which events were dropped, until the client is told so with the next one.
  var losses: Set<SubscriptionID> = []
  private var isFlushScheduled = false
  private let closed: EventLoopPromise<Void>

  init(
    format: SerializerKind, loop: any EventLoop, shared: RouterLoop, schemas: SchemaOffer,
    limits: Router.Limits, logins: LoginWatch, trusted: String?, logger: Logger
  ) {
    self.format = format
    self.loop = loop
    self.shared = shared
    self.schemas = schemas
    self.limits = limits
    self.logins = logins
    self.trusted = trusted
    self.logger = logger
    session = RouterSession(schemas: schemas, limits: SessionLimits(maxMessageSize: limits.messageSize))
    backlog = Backlog(limit: limits.backlog, patience: limits.patience)
    closed = loop.makePromise()
  }

  var whenClosed: EventLoopFuture<Void> { closed.futureResult }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    connection.maxMessageSize = limits.helloSize
    startHelloTimer()
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    if let shortcut, answerHere(message, as: shortcut) { return }
    do {
      let message = try format.decode(message.share())
      shared.tally.receive(message.code)
      perform(session.receive(message))
    } catch {
      perform(session.receive(error))
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    if let error {
      logger.debug("connection lost", metadata: ["peer": "\(connection.remoteAddress)", "error": "\(error)"])
    }
    helloTimer?.cancel()
    self.connection = nil
    if !suspend() { perform(session.connectionLost()) }
    closed.succeed()
  }

  func connection(_ connection: MessageConnection, isBehindFor time: Duration) {
    let dropped = backlog.droppedEvents
    guard backlog.isOver(behindFor: time) else { return }
    logger.info(
      "a subscriber that does not read is disconnected",
      metadata: ["peer": "\(connection.remoteAddress)", "dropped events": "\(dropped)"])
    forbidReturn()
    connection.cutOff(code: 1008, reason: "events were lost: the client does not read")
  }

  func perform(_ action: RouterSession.Action) {
    switch action {
    case .ignore: break
    case .join(let hello): begin(hello)
    case .authenticate(let answer): receive(answer)
    case .route(.call(let call)): answerOrRoute(call)
    case .route(.unsubscribe(let unsubscribe)):
      // Nobody is left to be told. Whoever subscribes again has lost nothing of that.
      losses.remove(unsubscribe.subscription)
      route(.unsubscribe(unsubscribe))
    case .route(let message): route(message)
    case .answer(let message): send(message)
    case .close(let message, let leaving):
      (membership, shortcut) = (nil, nil)
      endOpening()
      forbidReturn()
      if let leaving { leave(leaving) }
      if let message { send(message) }
      connection?.close()
    }
  }

  func route(_ message: Message) {
    guard let id = session.id else { return }
    tellOwner { $0.receive(message, from: id) }
  }

  private func leave(_ id: SessionID) {
    replica?.leave(id)
    tellOwner { $0.leave(id) }
  }

  /// Runs on the loop that owns the realm, at once if it is this one.
  func tellOwner(_ body: @escaping @Sendable (RealmOwner) -> Void) {
    guard let owner = replica?.owner else { return }
    if owner.eventLoop.inEventLoop {
      body(owner.value)
    } else {
      owner.eventLoop.execute { body(owner.value) }
    }
  }

  /// Ends the session from this side.
  func refuse(_ error: WAMPError) {
    perform(session.refuse(error))
  }

  /// Says GOODBYE and closes.
  func shutDown() {
    (membership, shortcut) = (nil, nil)
    forbidReturn()
    if let goodbye = session.goodbye() { send(goodbye) }
    connection?.close(code: 1001, reason: "the router is shutting down")
  }

  /// Ends a session that is not part of the realm any more.
  func close(_ goodbye: Message.Goodbye) {
    (membership, shortcut) = (nil, nil)
    forbidReturn()
    guard let connection else { return perform(session.connectionLost()) }
    if let goodbye = session.goodbye(goodbye) { send(goodbye) }
    connection.close()
  }

  func send(_ message: Message) {
    do throws(WAMPError) {
      let encoded = try format.encode(session.isAnnounced ? message : message.forUnannounced)
      guard encoded.count <= peerMaxMessageSize else {
        throw WAMPError(
          tooLarge: "the \("\(message.code)".lowercased())", encoded.count, limit: peerMaxMessageSize)
      }
      shared.tally.send(message)
      if isNumbering { send(encoded, isNumbered: message.isNumbered) } else { send(encoded) }
    } catch {
      replace(message, because: error)
    }
  }

  /// Passes a call to this client, or tells the owner that it cannot.
  func invoke(_ invocation: Message.Invocation) {
    guard backlog.admitsCall(pendingBytes: connection?.pendingBytes ?? 0) else {
      guard let id = session.id else { return }
      return tellOwner { $0.undeliverable(invocation.request, to: id) }
    }
    send(.invocation(invocation))
  }

  /// Appends a message; all of one turn of the event loop are sent together.
  func send(_ message: EncodedMessage) {
    connection?.send(message, isText: format.isText)
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    loop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.connection?.flush()
    }
  }
}
