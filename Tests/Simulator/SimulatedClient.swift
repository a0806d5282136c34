import SharedBytes

@testable import WAMP
@testable import WAMPAuthentication
@testable import WAMPTransport

/// A client that does what comes to its mind: the real session's state machine, on a simulated link.
final class SimulatedClient {
  /// Goes with each request and comes back with its answer.
  enum Token: Sendable, Equatable {
    case call(Int)
    case subscribe(Wish)
    case register(Registering)
    case publish(Int)
    /// Something left to be published when the session is gone.
    case testament(Int)
    case end
  }

  /// What a SUBSCRIBE asks for, and when it was sent.
  struct Wish: Sendable, Equatable {
    let pattern: String
    let match: MatchPolicy
    var getRetained = false
    let sent: Duration
  }

  /// What a REGISTER asks for, and when it was sent.
  struct Registering: Sendable, Equatable {
    let offer: Offer
    let sent: Duration
  }

  let name: String
  let persona: Persona
  let simulation: Simulation
  let format: SerializerKind
  var session = ClientSession<Token>(realm: "realm1")
  var connection: SimulatedConnection?
  /// How it proves who it is, and what the shadow model knows of that.
  var exchange: ClientExchange?
  var attempt = ShadowModel.Attempt()
  /// What it has answered as a callee, in a session that may go on over another connection.
  var answers: ReplayLog?
  /// Subscriptions that it was not told of, though the router may have them.
  var unanswered: [Wish] = []
  /// Counts its sessions: what one of them began does not concern the next one.
  var era = 0
  /// Since when its connections come and go; `nil` if one has lasted for long.
  var unstableSince: Duration?
  /// When the last connection of a session was lost that may go on.
  var lostAt: Duration?
  /// Calls that wait, and what cancels them.
  var calls: [(number: Int, request: RequestID)] = []
  /// Subscriptions, and what the shadow model knows them as.
  var subscriptions: [SubscriptionID: Int] = [:]
  var registrations: [(id: RegistrationID, offer: Offer)] = []
  /// What was registered in this session, whether it still is or not.
  var offers: [RegistrationID: Offer] = [:]
  /// How often each of these was: what was called before does not count among the calls at a time.
  var attachments: [RegistrationID: Int] = [:]
  /// Invocations that were neither answered nor interrupted.
  var invocations: [RequestID: Running] = [:]

  struct Running {
    let call: Int
    let registration: RegistrationID
    let attachment: Int?
    /// The last part of the call that came.
    var part = 0
    let argument: Value
    let wantsProgress: Bool
    /// Whether it is about to be answered, or never will be.
    var isDecided = false
  }

  init(_ name: String, _ simulation: Simulation, _ format: SerializerKind, _ persona: Persona) {
    self.name = name
    self.persona = persona
    self.simulation = simulation
    self.format = format
  }

  var isOpen: Bool { session.id != nil }

  /// Whether its session waits for another connection.
  var isSuspended: Bool { if case .suspended = session.state { true } else { false } }

  /// Some take their time to come back: longer than they are waited for.
  var isTardy: Bool { isSuspended && era.isMultiple(of: 4) }

  /// Whether it has no connection, and can make one.
  var isOut: Bool { session.state == .ready || session.state == .closed || isSuspended }

  // MARK: - The connection

  var link: Link? { connection?.link }

  /// Leaves without a word; the other side learns of it.
  func vanish() {
    simulation.trace("\(name) vanishes")
    link?.cut()
    if !session.canResume, session.resuming == nil { forgetSubscriptions() }
  }

  /// Is not heard of any more, and nobody is told.
  func fallAsleep() {
    simulation.trace("\(name) falls asleep")
    link?.goSilent()
    lost()
  }

  /// Has no connection any more; what it sent still arrives.
  func abandon() {
    simulation.trace("\(name) abandons its connection")
    link?.abandon(.client)
    lost()
  }

  func leave() {
    simulation.trace("\(name) leaves")
    forgetSubscriptions()
    perform(session.close())
  }

  func send(_ message: Message) {
    do {
      let encoded = try format.encode(message)
      if message.isHandlersAnswer {
        answers?.append(encoded)
        guard isOpen else { return }
      }
      connection?.send(encoded.joined())
    } catch {
      simulation.shadow.find("\(name) cannot encode \(message.code): \(error)", in: simulation)
    }
  }

  func received(_ bytes: SharedBytes) {
    do {
      perform(session.receive(try format.decode(bytes)))
    } catch {
      simulation.shadow.find("\(name) got what is no message: \(error)", in: simulation)
    }
  }

  func forgetSubscriptions() {
    // What was published while connections came and went may be lost with the session.
    for record in subscriptions.values {
      simulation.shadow.ended(record, at: unstableSince ?? simulation.now)
    }
    subscriptions = [:]
    simulation.shadow.gone(name, at: lostAt ?? simulation.now)
    lostAt = nil
  }

  // MARK: - What is heard

  func perform(_ actions: [ClientSession<Token>.Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: ClientSession<Token>.Action) {
    let shadow = simulation.shadow
    switch action {
    case .send(let message): send(message)
    case .challenged(let challenge): answer(challenge)
    case .opened(let welcome): opened(welcome)
    case .resumed(let welcome, let point): resumed(welcome, point)
    case .result(let result, .call(let number)):
      let values = (try? result.payload.arguments())?.list ?? []
      let progress = result.progress ? values.last?.intValue.map { Int($0) } ?? -1 : nil
      simulation.trace("call \(number) of \(name): result \(progress ?? -1)")
      shadow.answered(
        number, argument: values.first?.intValue.map { Int($0) }, progress: progress, in: simulation)
      if progress == nil { calls.removeAll { $0.number == number } }
    case .failed(let error, .call(let number)):
      simulation.trace("call \(number) of \(name): \(error)")
      let isLost = session.id == nil
      let isUnregistered = error.message == WAMPError.registeredNoMore.message
      shadow.failed(
        number, isLost ? .lost : isUnregistered ? .unregistered : .error(error.code.rawValue), in: simulation)
      calls.removeAll { $0.number == number }
    case .published(_, .publish(let number)), .result(_, .testament(let number)):
      shadow.acknowledged(number, at: simulation.now)
    case .failed(let error, .testament(let number)): refused(testament: number, error)
    case .failed(let error, .publish(let number)): refused(publication: number, error)
    case .failed(let error, .subscribe(let wish)): refused(wish, error)
    case .failed(let error, .register(let request)): refused(request, error)
    case .subscribed(let id, .subscribe(let wish)): subscribed(id, wish)
    case .registered(let id, .register(let request)):
      let offer = request.offer
      simulation.trace("\(name) has registered \(offer.pattern) as \(id)")
      shadow.did(
        "\(name) registered", offer.pattern, offer.match, as: persona, since: request.sent, in: simulation)
      registrations.append((id, offer))
      offers[id] = offer
      attachments[id, default: 0] += 1
    case .registrationRevoked(let id, _):
      simulation.trace("\(name) has lost registration \(id)")
      registrations.removeAll { $0.id == id }
    case .event(let event): received(event)
    case .invoke(let invocation): invoked(invocation)
    case .invocationContinued(let invocation): continued(invocation)
    case .interrupt(let interrupt): interrupted(interrupt.request)
    case .closed(let error): closed(error)
    default: break
    }
  }

  private func closed(_ error: WAMPError?) {
    simulation.trace("\(name) is out: \(error.map { "\($0)" } ?? "in order")")
    if let error, error.code == .protocolViolation {
      simulation.shadow.find("\(name) was thrown out: \(error)", in: simulation, about: [name])
    }
    if error?.code == .authenticationFailed {
      simulation.shadow.refused(attempt, of: self, in: simulation)
    }
    forget()
    connection?.close()
  }

  private func subscribed(_ id: SubscriptionID, _ wish: Wish) {
    if let known = subscriptions[id] {
      if wish.getRetained { simulation.shadow.asksAgain(known) }
      return
    }
    simulation.shadow.did(
      "\(name) subscribed to", wish.pattern, wish.match, as: persona, since: wish.sent, in: simulation)
    simulation.trace("\(name) is subscribed to \(wish.pattern) as \(id)")
    let earlier = unanswered.filter { $0.pattern == wish.pattern && $0.match == wish.match }
    let record = simulation.shadow.subscribed(
      ShadowModel.SubscriptionRecord(
        subscriber: name, session: session.id, pattern: wish.pattern, match: wish.match,
        asksForRetained: wish.getRetained, sent: earlier.map(\.sent).min() ?? wish.sent,
        confirmed: simulation.now))
    if !earlier.isEmpty { simulation.shadow.asksAgain(record) }
    subscriptions[id] = record
  }

  private func received(_ event: Message.Event) {
    let values = (try? event.payload.arguments())?.list ?? []
    guard let record = subscriptions[event.subscription], let number = values.first?.intValue else { return }
    if event.retained {
      simulation.shadow.receivedRetained(Int(number), by: record, in: simulation)
    } else {
      simulation.shadow.received(Int(number), by: record, in: simulation)
    }
  }
}
