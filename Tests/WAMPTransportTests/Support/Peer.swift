import NIOCore
import NIOEmbedded
import NIOPosix
import SharedBytes
import Synchronization

@testable import WAMPTransport

/// What a test does with each message, on the connection's event loop.
typealias Reaction = @Sendable (MessageConnection, SharedBytes) -> Void

/// One end of a connection in a test: notes what happens and reacts to messages.
final class Peer: ConnectionDelegate {
  enum Event: Sendable, Equatable {
    case opened
    case message([UInt8])
    case closed(String?)
    case behind(Duration)
    /// The delegate was called within one of its own calls to the connection.
    case reentered
  }

  private let events: AsyncStream<Event>.Continuation
  private let reaction: Reaction?
  /// Called once messages can be sent; before that, a test's ``PeerHandle/run(_:)`` would find nothing.
  fileprivate var onOpened: (() -> Void)?
  private(set) var connection: MessageConnection?
  fileprivate var isCalling = false

  init(_ events: AsyncStream<Event>.Continuation, _ reaction: Reaction?) {
    self.events = events
    self.reaction = reaction
  }

  func connectionOpened(_ connection: MessageConnection) {
    self.connection = connection
    events.yield(.opened)
    onOpened?()
  }

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    let bytes = message.share()
    guard let reaction else {
      events.yield(.message(Array(bytes)))
      return
    }
    isCalling = true
    reaction(connection, bytes)
    isCalling = false
  }

  func connection(_ connection: MessageConnection, isBehindFor time: Duration) {
    events.yield(.behind(time))
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    if isCalling { events.yield(.reentered) }
    self.connection = nil
    events.yield(.closed(error.map { "\($0)" }))
  }
}

/// A ``Peer`` as seen from the test's task.
struct PeerHandle: Sendable {
  let loop: any EventLoop
  let events: AsyncStream<Peer.Event>
  private let bound: NIOLoopBound<Peer>

  static func make(on loop: any EventLoop, _ reaction: Reaction? = nil) -> (PeerHandle, Peer) {
    let (events, continuation) = AsyncStream.makeStream(of: Peer.Event.self)
    let peer = Peer(continuation, reaction)
    return (PeerHandle(loop: loop, events: events, bound: NIOLoopBound(peer, eventLoop: loop)), peer)
  }

  /// Uses the connection on its event loop; does nothing once it is closed.
  func run(_ body: @escaping @Sendable (MessageConnection) -> Void) async throws {
    try await loop.submit { [bound] in
      let peer = bound.value
      guard let connection = peer.connection else { return }
      peer.isCalling = true
      body(connection)
      peer.isCalling = false
    }.get()
  }

  func send(_ bytes: [UInt8]) async throws {
    try await run {
      $0.send(EncodedMessage(head: [], body: SharedBytes(bytes)))
      $0.flush()
    }
  }

  func next() async -> Peer.Event? {
    for await event in events { return event }
    return nil
  }

  func nextMessage() async -> [UInt8]? {
    for await event in events {
      if case .message(let bytes) = event { return bytes }
      if case .closed = event { return nil }
    }
    return nil
  }

  /// What came after the opening, up to the end.
  func untilClosed() async -> [Peer.Event] {
    var seen: [Peer.Event] = []
    for await event in events {
      if case .behind = event { continue }
      if event != .opened { seen.append(event) }
      if case .closed = event { break }
    }
    return seen
  }
}

/// A server, of WebSocket on a port of the system's choice if nothing else is said.
struct TestServer: Sendable {
  let server: Listener
  let counters: SendCounters
  /// Each connection, from when it can send.
  let peers: AsyncStream<PeerHandle>

  /// What is spoken in tests, of which clients ask for the first.
  static let subprotocols = [Subprotocol("test", rawSocketID: 5), Subprotocol("other", rawSocketID: 3)]

  var port: Int { server.address.port ?? 0 }

  /// - Parameter isKeptAlive: whether silent peers are pinged, as `configuration` says; sockets driven by hand are
  ///   silent for as long as a loaded machine makes them.
  static func start(
    at endpoint: Endpoint = .webSocket(port: 0),
    configuration: ConnectionConfiguration = ConnectionConfiguration(), isKeptAlive: Bool = false,
    _ reaction: Reaction? = nil
  ) async throws -> TestServer {
    var configuration = configuration
    if !isKeptAlive { configuration.keepAlive = nil }
    let (peers, continuation) = AsyncStream.makeStream(of: PeerHandle.self)
    let counters = SendCounters()
    let server = try await Listener.start(
      endpoint, subprotocols: subprotocols,
      group: MultiThreadedEventLoopGroup.singleton, configuration: configuration, counters: counters
    ) { _, loop in
      let (handle, peer) = PeerHandle.make(on: loop, reaction)
      peer.onOpened = { continuation.yield(handle) }
      return peer
    }
    return TestServer(server: server, counters: counters, peers: peers)
  }

  static let echo: Reaction = { $0.send(EncodedMessage(head: [], body: $1)) }

  func nextPeer() async -> PeerHandle? {
    for await peer in peers { return peer }
    return nil
  }

  /// Connects with the package's own client.
  func connect(
    _ transport: TransportURL.Transport = .webSocket,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(), _ reaction: Reaction? = nil
  ) async throws -> PeerHandle {
    try await TestServer.connect(
      to: TransportURL(transport, server.address), configuration: configuration, counters: counters, reaction)
  }

  static func connect(
    port: Int, configuration: ConnectionConfiguration = ConnectionConfiguration(), _ reaction: Reaction? = nil
  ) async throws -> PeerHandle {
    try await connect(
      to: TransportURL(.webSocket, .tcp(host: "127.0.0.1", port: port)), configuration: configuration,
      reaction)
  }

  static func connect(
    to url: TransportURL, subprotocols: [Subprotocol] = [TestServer.subprotocols[0]],
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(), _ reaction: Reaction? = nil
  ) async throws -> PeerHandle {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let (handles, continuation) = AsyncStream.makeStream(of: PeerHandle.self)
    try await Connector.connect(
      to: url, subprotocols: subprotocols, on: loop,
      configuration: configuration, counters: counters
    ) { _, loop in
      let (handle, peer) = PeerHandle.make(on: loop, reaction)
      peer.onOpened = { continuation.yield(handle) }
      return peer
    }
    for await handle in handles { return handle }
    throw CancellationError()
  }
}

/// A record that is lent to connections, and counts it.
final class LentRecord: BorrowedSource, Sendable {
  let bytes: SharedBytes
  private let lent = Atomic(0)
  private let returned = Atomic(0)

  init(_ bytes: [UInt8]) { self.bytes = SharedBytes(bytes) }

  /// How many batches bytes were lent to.
  var lentCount: Int { lent.load(ordering: .sequentiallyConsistent) }
  var returnedCount: Int { returned.load(ordering: .sequentiallyConsistent) }
  var isOut: Bool { lentCount != returnedCount }

  func bytesBorrowed() { lent.add(1, ordering: .sequentiallyConsistent) }
  func borrowedBytesReleased() { returned.add(1, ordering: .sequentiallyConsistent) }

  func send(on connection: MessageConnection, head: [UInt8] = [], tailPadding: Int = 0) {
    let bytes = bytes
    unsafe connection.send(
      borrowing: bytes.bytes, from: self, headCount: head.count, tailPadding: tailPadding
    ) { unsafe $0.copyBytes(from: head) }
  }
}

/// Waits until `condition` holds, at most 60 s.
func eventually(_ condition: @Sendable () -> Bool) async throws -> Bool {
  for _ in 0..<6000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return condition()
}

extension MessageConnection {
  /// A server's connection over a channel that has no socket.
  static func inProcess(
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    counters: SendCounters = SendCounters(), acceptsText: Bool = false, delegate: any ConnectionDelegate
  ) -> MessageConnection {
    let reader = FrameReader(
      role: .server, maxMessageSize: configuration.maxMessageSize, acceptsText: acceptsText)
    return MessageConnection(
      .webSocket(reader), sending: .throughPipeline(.inProcess), subprotocol: "test",
      configuration: configuration, counters: counters.counters(of: EmbeddedEventLoop()),
      delegate: delegate)
  }
}
