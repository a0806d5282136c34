internal import SharedBytes
internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// The owner of a realm: everything here happens on one event loop.
final class RealmOwner {
  typealias Handle = NIOLoopBound<RealmOwner>

  var realm: Realm
  let eventLoop: any EventLoop
  let logger: Logger
  /// By the loops' numbers.
  let loops: [RouterLoop.Handle]
  let limits: Router.Limits
  var outlets: [SessionID: Outlet] = [:]
  /// What clients have to say that come back to their sessions.
  var tokens: [SessionID: String] = [:]
  /// The sessions that are going over to another connection.
  var resuming: Set<SessionID> = []
  var local: [RegistrationID: (uri: String, body: LocalProcedure)] = [:]
  var running: [RequestID: Task<Void, Never>] = [:]
  /// What publishes events of this process for long, by its topic.
  var publishing: [String: Task<Void, any Error>] = [:]
  /// Who waits for events for very many to be passed on.
  var waitingForEvents: [(event: PublicationID, promise: EventLoopPromise<Void>)] = []
  /// What keeps events, by its number in the realm.
  var keepers: [KeeperQueue] = []
  /// Who waits for events of this process to be kept.
  var waitingForKeeping: [PublicationID: EventLoopPromise<Void>] = [:]
  /// Who wants to know when procedures come and go.
  var watch = ProcedureWatch()
  /// What the payloads take that its tasks hold.
  var runningBytes = 0
  /// What the realm holds of its clients' requests counts for the router as what connections hold does.
  private let share: TransportBudget.Share?
  /// How much the log gets of what is wrong with payloads.
  var faultLines = LogAllowance()
  /// What asks authorizers, for each session one request after the other.
  var authorizing: [SessionID: Task<Void, Never>] = [:]
  private var timers: [CallTimer: Scheduled<Void>] = [:]
  private(set) var isShuttingDown = false
  private var isLeavingScheduled = false
  private var isPublishingScheduled = false

  init(
    _ realm: Realm, on eventLoop: any EventLoop, serving loops: [RouterLoop.Handle], _ limits: Router.Limits,
    sharing budget: TransportBudget?, logger: Logger
  ) {
    share = budget.map { TransportBudget.Share(of: $0) }
    self.realm = realm
    self.limits = limits
    self.eventLoop = eventLoop
    self.loops = loops
    self.logger = logger
  }

  // MARK: - What connections tell

  func leave(_ session: SessionID) {
    guard outlets.removeValue(forKey: session) != nil else { return }
    tokens[session] = nil
    authorizing.removeValue(forKey: session)?.cancel()
    perform(realm.leave(session))
    account()
    continueLeavingLater()
    continuePublishingLater()
  }

  func receive(_ message: Message, from session: SessionID) {
    perform(realm.receive(message, from: session))
    account()
    continuePublishingLater()
  }

  /// What the realm says of itself, asked in place.
  ///
  /// For what every message asks: a class's property that is only read is copied first, all that a realm holds, because what
  /// is called might change it.
  func asking<Answer>(_ question: (inout Realm) -> Answer) -> Answer { question(&realm) }

  /// Notes what is held, and whether more may be.
  func account() {
    let held = asking { $0.heldBytes } + runningBytes
    guard let share, share.differs(from: held) else { return }
    realm.mayHold = share.hold(held)
  }

  func undeliverable(
    _ invocation: RequestID, to session: SessionID, because error: WAMPError = .calleeIsBehind
  ) {
    perform(realm.undeliverable(invocation, to: session, because: error))
  }

  /// Not with `execute`: NIO runs what tasks add before it looks at the sockets again.
  func continueLeavingLater() {
    guard asking({ $0.isLeaving }), !isLeavingScheduled else { return }
    isLeavingScheduled = true
    eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
      self.isLeavingScheduled = false
      self.perform(self.realm.continueLeaving())
      self.continueLeavingLater()
      self.continuePublishingLater()
    }
  }

  /// Goes on with events for very many as soon as every loop has passed on what it got of them.
  func continuePublishingLater() {
    guard asking({ $0.isPublishing }), !isPublishingScheduled else { return }
    isPublishingScheduled = true
    allLoopsPassedOn().assumeIsolated().whenComplete { _ in
      self.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
        self.isPublishingScheduled = false
        self.perform(self.realm.continuePublishing())
        self.tellWhatWasPassedOn()
        self.continuePublishingLater()
      }
    }
  }

  /// - Returns: when every loop has passed on what it got of events so far.
  func allLoopsPassedOn() -> EventLoopFuture<Void> {
    .andAllComplete(loops.map { $0.eventLoop.submit {} }, on: eventLoop)
  }

  // MARK: - What the router's own process asks for

  /// - Returns: the publication, once it is on its way and kept, if a history keeps it.
  func publish(_ topic: String, _ payload: Payload, retain: Bool) throws -> EventLoopFuture<PublicationID> {
    if let error = realm.refusal(ofPublishing: topic) { throw error }
    let (publication, actions) =
      retain ? try realm.publishRetained(topic, payload) : realm.publish(topic, payload)
    perform(actions)
    continuePublishingLater()
    return whenKept(publication).map { publication }
  }

  /// Tells the realm's replica on each loop something, in the order of all that the owner tells its loops.
  ///
  /// - Returns: when all know it.
  func tellReplicas(_ body: @escaping @Sendable (LoopReplica, RouterLoop) -> Void) -> EventLoopFuture<Void> {
    let name = realm.name
    let told = loops.map { loop in
      let promise = loop.eventLoop.makePromise(of: Void.self)
      loop.perform { loop in
        if let replica = loop.replicas[name] { body(replica, loop) }
        promise.succeed()
      }
      return promise.futureResult
    }
    return .andAllSucceed(told, on: eventLoop)
  }

  /// Lets nobody in any more.
  func refuseSessions() { isShuttingDown = true }

  /// Whether no call and no event is under way, to subscribers or to a history.
  var isIdle: Bool { realm.census.calls == 0 && !realm.isPublishing && !realm.isKeeping }

  /// - Returns: futures of the end of each connection.
  func shutDown() -> [EventLoopFuture<Void>] {
    isShuttingDown = true
    for task in running.values { task.cancel() }
    for task in publishing.values { task.cancel() }
    for task in authorizing.values { task.cancel() }
    for timer in timers.values { timer.cancel() }
    timers = [:]
    tellWhatWasPassedOn()
    watch.finish()
    let name = realm.name
    return loops.map { loop in
      loop.eventLoop.flatSubmit {
        let closing = loop.value.replicas[name]?.shutDown() ?? []
        return .andAllComplete(closing.map(\.whenClosed), on: loop.eventLoop)
      }
    }
  }

  // MARK: - What the realm wants done

  func perform(_ actions: [RealmAction]) {
    tellOfProcedures()
    for action in actions {
      switch action {
      case .send(.invocation(let invocation), let session): tell(session) { $0.invoke(invocation) }
      case .send(let message, let session): tell(session) { $0.send(message) }
      case .deliver(let event, let receivers): deliver(event, to: receivers)
      case .keep(let event, let number): keep(event, by: number)
      case .answerOnCallersLoop(let call, let session): tell(session) { $0.answer(call) }
      case .invokeLocal(let invocation): invoke(invocation)
      case .interruptLocal(let request): running[request]?.cancel()
      case .startTimer(let timer, let duration): start(timer, duration)
      case .stopTimer(let timer): timers.removeValue(forKey: timer)?.cancel()
      case .authorize(let request): authorize(request)
      case .report(let fault): report(fault)
      case .close(let session, let goodbye):
        tellLater(session) { $0.close(goodbye) }
        continueLeavingLater()
      case .abort(let session, let error): tell(session) { $0.refuse(error) }
      }
    }
    startKeeping()
  }

  /// Runs on the loop of a session's connection, in the order of all that is told to that loop.
  private func tell(_ session: SessionID, _ body: @escaping @Sendable (RouterConnection) -> Void) {
    guard let outlet = outlets[session] else { return }
    let name = realm.name
    loops[outlet.loop].perform { loop in
      if let connection = loop.replicas[name]?.connection(of: session) { body(connection) }
    }
  }

  /// Tells it in another turn of the loop, as a connection is told that it joined: never before that.
  private func tellLater(_ session: SessionID, _ body: @escaping @Sendable (RouterConnection) -> Void) {
    eventLoop.assumeIsolated().execute { self.tell(session, body) }
  }

  private func start(_ timer: CallTimer, _ duration: Duration) {
    timers[timer] = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) {
      self.timers[timer] = nil
      self.perform(self.realm.timedOut(timer))
    }
  }
}

extension NIOLoopBound where Value == RouterLoop {
  /// Runs on the loop, at once if it is this one.
  func perform(_ body: @escaping @Sendable (RouterLoop) -> Void) {
    if eventLoop.inEventLoop {
      body(value)
    } else {
      eventLoop.execute { body(self.value) }
    }
  }
}
