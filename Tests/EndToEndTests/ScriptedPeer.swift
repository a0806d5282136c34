import Flatwire
import NIOCore
import NIOPosix

/// A client that says exactly what it is told to, in CBOR, and can stop reading.
final class ScriptedPeer: ConnectionDelegate {
  enum Event: Sendable {
    case message(Message)
    /// The connection ended; with what the router said, if it was not in good order.
    case closed(String)
  }

  /// Answers a message with others, on the connection's event loop.
  typealias Reaction = @Sendable (Message) -> [Message]

  private let greeting: [Message]
  private let reaction: Reaction
  private let events: AsyncStream<Event>.Continuation

  private init(
    saying greeting: [Message], _ reaction: @escaping Reaction, _ events: AsyncStream<Event>.Continuation
  ) {
    self.greeting = greeting
    self.reaction = reaction
    self.events = events
  }

  static let hello = Message.hello(.init(realm: "realm1", roles: .client))

  /// Connects and says all of `greeting` at once.
  static func connect(
    to router: Router, on loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
    saying greeting: [Message], reaction: @escaping Reaction = { _ in [] }
  ) async throws -> AsyncStream<Event> {
    let (events, continuation) = AsyncStream<Event>.makeStream()
    let cbor = Subprotocol(
      SerializerKind.cbor.subprotocol, rawSocketID: SerializerKind.cbor.rawSocketID)
    try await Connector.connect(
      to: TransportURL(.webSocket, router.addresses[0]), subprotocols: [cbor], on: loop
    ) { _, _ in
      ScriptedPeer(saying: greeting, reaction, continuation)
    }
    return events
  }

  func connectionOpened(_ connection: MessageConnection) {
    for message in greeting { send(message, on: connection) }
    connection.flush()
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    guard let message = try? SerializerKind.cbor.decode(message.share()) else { return }
    events.yield(.message(message))
    for answer in reaction(message) { send(answer, on: connection) }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    events.yield(.closed(error.map { "\($0)" } ?? ""))
    events.finish()
  }

  private func send(_ message: Message, on connection: MessageConnection) {
    guard let encoded = try? SerializerKind.cbor.encode(message) else { return }
    connection.send(
      encoded)
  }
}
