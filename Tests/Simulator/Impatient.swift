import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// A client that sends a CALL together with its HELLO, and must always be told the same.
final class Impatient {
  private let simulation: Simulation
  private let format: SerializerKind
  private var connection: SimulatedConnection?
  private var isAnswered = false

  init(_ simulation: Simulation, _ format: SerializerKind) {
    self.simulation = simulation
    self.format = format
  }

  func connect(to router: SimulatedRouter) {
    let link = Link(
      simulation, latency: .microseconds(simulation.number(50...20_000)), bytesPerMillisecond: 10_000)
    connection = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(
        received: { [self] bytes in received(bytes) }, behind: { _ in }, closed: { _ in }))
    router.accept(link, format, from: "an impatient client")
    send(.hello(Message.Hello(realm: "realm1", roles: .client)))
    send(.call(Message.Call(request: RequestID(1), procedure: "com.shop.none")))
  }

  private func send(_ message: Message) {
    if let bytes = try? format.encode(message).joined() { connection?.send(bytes) }
  }

  private func received(_ bytes: SharedBytes) {
    guard !isAnswered, let message = try? format.decode(bytes) else { return }
    switch message {
    case .welcome: return
    case .abort(let abort): simulation.shadow.toldImpatient(abort.reason, in: simulation)
    default: simulation.shadow.toldImpatient("\(message.code)", in: simulation)
    }
    isAnswered = true
    connection?.close()
  }
}
