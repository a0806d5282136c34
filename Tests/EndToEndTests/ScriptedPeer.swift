import Flatwire
import NIOCore
import NIOPosix

/// A client that says exactly what it is told to, in CBOR, and can stop reading.
///
/// In batches, if it speaks them: what it has to say at once is one.
final class ScriptedPeer: ConnectionDelegate {
  enum Event: Sendable {
    case message(Message)
    /// The connection ended; with what the router said, if it was not in good order.
    case closed(String)
  }

  /// Answers a message with others, on the connection's event loop.
  typealias Reaction = @Sendable (Message) -> [Message]

  private let isBatched: Bool
  private let greeting: [Message]
  private let reaction: Reaction
  private let events: AsyncStream<Event>.Continuation

  private init(
    saying greeting: [Message], isBatched: Bool, _ reaction: @escaping Reaction,
    _ events: AsyncStream<Event>.Continuation
  ) {
    self.isBatched = isBatched
    self.greeting = greeting
    self.reaction = reaction
    self.events = events
  }

  static let hello = Message.hello(.init(realm: "realm1", roles: .client))

  /// Connects and says all of `greeting` at once.
  ///
  /// - Parameter isSecure: whether over TLS; `configuration` says whom it trusts.
  static func connect(
    to router: Router, over transport: TransportURL.Transport = .webSocket, isSecure: Bool = false,
    isBatched: Bool = false, configuration: ConnectionConfiguration = ConnectionConfiguration(),
    on loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
    saying greeting: [Message], reaction: @escaping Reaction = { _ in [] }
  ) async throws -> AsyncStream<Event> {
    let (events, continuation) = AsyncStream<Event>.makeStream()
    let spoken = MessageProtocol(.cbor, isBatched: isBatched)
    try await Connector.connect(
      to: TransportURL(transport, router.addresses[0], isSecure: isSecure),
      subprotocols: [Subprotocol(spoken.subprotocol, rawSocketID: spoken.rawSocketID)], on: loop,
      configuration: configuration
    ) { _, _ in
      ScriptedPeer(saying: greeting, isBatched: isBatched, reaction, continuation)
    }
    return events
  }

  func connectionOpened(_ connection: MessageConnection) {
    say(greeting, on: connection)
    connection.flush()
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    let bytes = message.share()
    for part in isBatched ? Self.parts(of: Array(bytes)) : [bytes] {
      guard let message = try? SerializerKind.cbor.decode(part) else { continue }
      events.yield(.message(message))
      say(reaction(message), on: connection)
    }
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    events.yield(.closed(error.map { "\($0)" } ?? ""))
    events.finish()
  }

  private func say(_ messages: [Message], on connection: MessageConnection) {
    let encoded = messages.compactMap { try? SerializerKind.cbor.encode($0) }
    guard isBatched else { return encoded.forEach { connection.send($0) } }
    guard !encoded.isEmpty else { return }
    let batch = encoded.flatMap { message in
      (0..<4).reversed().map { UInt8(truncatingIfNeeded: message.count >> (8 * $0)) }
        + Array(message.joined())
    }
    connection.send(EncodedMessage(head: batch))
  }

  /// The messages of a batch, each behind its length in four bytes. What follows a wrong length is taken for one, too.
  private static func parts(of batch: [UInt8]) -> [SharedBytes] {
    var parts: [SharedBytes] = []
    var rest = batch[...]
    while !rest.isEmpty {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      parts.append(SharedBytes(Array(rest.dropFirst(4).prefix(length))))
      rest = rest.dropFirst(4 + length)
    }
    return parts
  }
}
