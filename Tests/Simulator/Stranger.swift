import SharedBytes

@testable import WAMP
@testable import WAMPTransport

/// A client that proves nothing, and says that somebody else's session is its own.
final class Stranger {
  private let simulation: Simulation
  private let format: SerializerKind
  private var connection: SimulatedConnection?

  init(_ simulation: Simulation, _ format: SerializerKind) {
    self.simulation = simulation
    self.format = format
  }

  /// - Parameters:
  ///   - count: how many messages it says to have of the session.
  ///   - token: what it has guessed, or overheard.
  func connect(
    to router: SimulatedRouter, asking session: SessionID, after count: UInt64, _ token: String
  ) {
    let link = Link(simulation, latency: .microseconds(200), bytesPerMillisecond: 10_000)
    connection = SimulatedConnection(
      link, .client, simulation, ConnectionConfiguration(),
      SimulatedConnection.Owner(
        received: { [self] bytes in received(bytes) }, behind: { _ in }, closed: { _ in }))
    router.accept(link, format, from: "a stranger")
    var hello = Message.Hello(realm: "realm1", roles: .client, authmethods: ["anonymous"])
    hello.resumeSession = session
    hello.resumeToken = token
    hello.details["x_flatwire_received"] = .int(Int64(clamping: count))
    if let bytes = try? format.encode(.hello(hello)).joined() { connection?.send(bytes) }
  }

  private func received(_ bytes: SharedBytes) {
    guard case .welcome(let welcome)? = try? format.decode(bytes) else { return }
    if welcome.resumed {
      simulation.shadow.find(
        "a stranger goes on with session \(welcome.session) of another", in: simulation)
    }
    connection?.close()
  }
}
