import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// A client that sends a CALL before it is in, and must always be told the same.
final class Impatient {
  /// When it sends its CALL.
  enum Moment: CaseIterable {
    case withHello
    case insteadOfAnswer
    case withAnswer
    /// It sends nothing more at all, and waits.
    case never
  }

  private let simulation: Simulation
  private let format: SerializerKind
  private let moment: Moment
  private var connection: SimulatedConnection?
  private var isAnswered = false

  init(_ simulation: Simulation, _ format: SerializerKind, _ moment: Moment) {
    self.simulation = simulation
    self.format = format
    self.moment = moment
  }

  func connect(to router: SimulatedRouter) {
    let link = Link(
      simulation, latency: .microseconds(simulation.number(50...20_000)), bytesPerMillisecond: 10_000)
    connection = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(
        received: { [self] bytes in received(bytes) }, behind: { _ in }, closed: { _ in }))
    router.accept(link, format, from: "an impatient client")
    guard moment == .withHello else {
      return send(
        .hello(Message.Hello(realm: "realm1", roles: .client, authmethods: ["ticket"], authid: "nobody")))
    }
    send(.hello(Message.Hello(realm: "realm1", roles: .client)))
    call()
  }

  private func call() { send(.call(Message.Call(request: RequestID(1), procedure: "com.shop.none"))) }

  private func send(_ message: Message) {
    if let bytes = try? format.encode(message).joined() { connection?.send(bytes) }
  }

  private func challenged() {
    switch moment {
    case .withHello, .never: return
    case .insteadOfAnswer: break
    case .withAnswer: send(.authenticate(Message.Authenticate(signature: "none")))
    }
    call()
  }

  private func received(_ bytes: SharedBytes) {
    guard !isAnswered, let message = try? format.decode(bytes) else { return }
    switch message {
    case .welcome: return
    case .challenge: return challenged()
    case .abort(let abort) where moment == .never:
      if abort.reason != WAMPError.Code.timeout.rawValue {
        simulation.shadow.find("who says nothing was told \(abort.reason)", in: simulation)
      }
    case .abort(let abort): simulation.shadow.toldImpatient(abort.reason, in: simulation)
    default: simulation.shadow.toldImpatient("\(message.code)", in: simulation)
    }
    isAnswered = true
    connection?.close()
  }
}
