import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// A client that does what comes to its mind: the real session's state machine, on a simulated link.
final class SimulatedClient {
  /// Goes with each request and comes back with its answer.
  enum Token: Sendable, Equatable {
    case call(Int)
    case subscribe(Wish)
    case register(Offer)
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

  let name: String
  let simulation: Simulation
  private let format: SerializerKind
  var session = ClientSession<Token>(realm: "realm1")
  private var connection: SimulatedConnection?
  /// Calls that wait, and what cancels them.
  var calls: [(number: Int, request: RequestID)] = []
  /// Subscriptions, and what the shadow model knows them as.
  var subscriptions: [SubscriptionID: Int] = [:]
  var registrations: [(id: RegistrationID, offer: Offer)] = []
  /// What was registered in this session, whether it still is or not.
  var offers: [RegistrationID: Offer] = [:]
  /// Invocations that were neither answered nor interrupted.
  var invocations: [RequestID: Running] = [:]

  struct Running {
    let call: Int
    let registration: RegistrationID
    /// The last part of the call that came.
    var part = 0
    let argument: Value
    let wantsProgress: Bool
    /// Whether it is about to be answered, or never will be.
    var isDecided = false
  }

  init(_ name: String, _ simulation: Simulation, _ format: SerializerKind) {
    self.name = name
    self.simulation = simulation
    self.format = format
  }

  var isOpen: Bool { session.id != nil }

  /// Whether it has no connection, and can make one.
  var isOut: Bool { session.state == .ready || session.state == .closed }

  // MARK: - The connection

  var link: Link? { connection?.link }

  func connect(to router: SimulatedRouter) {
    let link = Link(
      simulation, latency: .microseconds(simulation.number(50...20_000)),
      bytesPerMillisecond: simulation.chance(10) ? 20 : 10_000)
    session = ClientSession(realm: "realm1")
    connection = attach(link)
    router.accept(link, format, from: name)
    simulation.trace("\(name) connects")
    send(session.open())
  }

  /// What an earlier connection brings does not concern the client any more.
  private func attach(_ link: Link) -> SimulatedConnection {
    weak var own: SimulatedConnection?
    let isOwn = { [self] in own != nil && connection === own }
    let made = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(
        received: { [self] bytes in if isOwn() { received(bytes) } }, behind: { _ in },
        closed: { [self] _ in if isOwn() { lost() } }))
    own = made
    return made
  }

  /// Leaves without a word; the other side learns of it.
  func vanish() {
    simulation.trace("\(name) vanishes")
    link?.cut()
    forgetSubscriptions()
  }

  /// Is not heard of any more, and nobody is told.
  func fallAsleep() {
    simulation.trace("\(name) falls asleep")
    link?.goSilent()
    lost()
  }

  func leave() {
    simulation.trace("\(name) leaves")
    forgetSubscriptions()
    perform(session.close())
  }

  private func lost() {
    forgetSubscriptions()
    perform(session.connectionLost())
  }

  func send(_ message: Message) {
    do {
      connection?.send(try format.encode(message).joined())
    } catch {
      simulation.shadow.find("\(name) cannot encode \(message.code): \(error)", in: simulation)
    }
  }

  private func received(_ bytes: SharedBytes) {
    do {
      perform(session.receive(try format.decode(bytes)))
    } catch {
      simulation.shadow.find("\(name) got what is no message: \(error)", in: simulation)
    }
  }

  private func forgetSubscriptions() {
    for record in subscriptions.values { simulation.shadow.ended(record, at: simulation.now) }
    subscriptions = [:]
    simulation.shadow.gone(name, at: simulation.now)
  }

  // MARK: - What is heard

  private func perform(_ actions: [ClientSession<Token>.Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: ClientSession<Token>.Action) {
    let shadow = simulation.shadow
    switch action {
    case .send(let message): send(message)
    case .opened: simulation.trace("\(name) is in")
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
      shadow.failed(number, isLost ? .lost : .error(error.code.rawValue), in: simulation)
      calls.removeAll { $0.number == number }
    case .published(_, .publish(let number)), .result(_, .testament(let number)):
      shadow.acknowledged(number, at: simulation.now)
    case .failed(let error, .testament(let number)):
      if session.id != nil { shadow.find("testament \(number) of \(name): \(error)", in: simulation) }
    case .subscribed(let id, .subscribe(let wish)): subscribed(id, wish)
    case .registered(let id, .register(let offer)):
      simulation.trace("\(name) has registered \(offer.pattern) as \(id)")
      registrations.append((id, offer))
      offers[id] = offer
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
    forgetSubscriptions()
    calls = []
    registrations = []
    offers = [:]
    invocations = [:]
    connection?.close()
  }

  private func subscribed(_ id: SubscriptionID, _ wish: Wish) {
    if let known = subscriptions[id] {
      if wish.getRetained { simulation.shadow.asksAgain(known) }
      return
    }
    simulation.trace("\(name) is subscribed to \(wish.pattern) as \(id)")
    subscriptions[id] = simulation.shadow.subscribed(
      ShadowModel.SubscriptionRecord(
        subscriber: name, session: session.id, pattern: wish.pattern, match: wish.match,
        asksForRetained: wish.getRetained, sent: wish.sent, confirmed: simulation.now))
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
