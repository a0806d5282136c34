import Flatwire
import NIOCore
import NIOPosix

/// A router that does what a test tells it, for what ours never does.
final class FakeRouter: ConnectionDelegate {
  /// What a router does with a message, those apart that open and close a session.
  typealias Reaction = @Sendable (Message, FakeRouter) -> Void

  private let serializer: SerializerKind
  private let welcome: Message?
  private let reaction: Reaction
  private let departed: @Sendable () -> Void
  private(set) var connection: MessageConnection?

  /// - Parameter welcome: the answer to HELLO; `nil` if that is up to the reaction.
  private init(
    _ serializer: SerializerKind, _ welcome: Message?, _ reaction: @escaping Reaction,
    _ departed: @escaping @Sendable () -> Void
  ) {
    self.serializer = serializer
    self.welcome = welcome
    self.reaction = reaction
    self.departed = departed
  }

  /// Runs a test with the address of a fake router.
  static func run(
    welcome: Message? = .welcome(.init(session: SessionID(1), roles: .router)),
    _ reaction: @escaping Reaction = { _, _ in }, departed: @escaping @Sendable () -> Void = {},
    _ body: (_ url: String) async throws -> Void
  ) async throws {
    let server = try await Listener.start(
      .universal(port: 0),
      subprotocols: SerializerKind.allCases.map {
        Subprotocol($0.subprotocol, rawSocketID: $0.rawSocketID, isText: $0.isText)
      },
      group: MultiThreadedEventLoopGroup.singleton, counters: SendCounters()
    ) { subprotocol, _ in
      FakeRouter(SerializerKind(subprotocol: subprotocol) ?? .cbor, welcome, reaction, departed)
    }
    let result = await Result.of { try await body("ws://\(server.address)/") }
    await server.stop()
    try result.get()
  }

  func send(_ message: Message) {
    guard let encoded = try? serializer.encode(message) else { return }
    connection?.send(encoded, isText: serializer.isText)
    connection?.flush()
  }

  func close(_ code: UInt16, _ reason: String) { connection?.close(code: code, reason: reason) }

  func connectionOpened(_ connection: MessageConnection) { self.connection = connection }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    guard let message = try? serializer.decode(message.share()) else { return }
    switch message {
    case .hello:
      if let welcome { send(welcome) } else { reaction(message, self) }
    case .goodbye: send(.goodbye(.init(reason: "wamp.close.goodbye_and_out")))
    default: reaction(message, self)
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    self.connection = nil
    departed()
  }
}
