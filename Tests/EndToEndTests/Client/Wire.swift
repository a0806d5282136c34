import Flatwire
import NIOCore
import NIOPosix
import Synchronization

/// What lies between a client and a router, and can be cut: neither side says a word of farewell.
final class Wire: Sendable {
  /// The listening one first.
  private let channels = Mutex<[any Channel]>([])
  private let isCutOff = Atomic(false)

  private init() {}

  /// Whether whoever connects reaches the router.
  var isOpen: Bool {
    get { !isCutOff.load(ordering: .relaxed) }
    set { isCutOff.store(!newValue, ordering: .relaxed) }
  }

  var port: Int { channels.withLock { $0.first?.localAddress?.port } ?? 0 }

  /// - Parameter port: the router's; without one whoever connects is never answered.
  static func start(to port: Int?) async throws -> Wire {
    let wire = Wire()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { client in
        client.eventLoop.makeCompletedFuture { try wire.join(client, to: port) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    wire.channels.withLock { $0.insert(listener, at: 0) }
    return wire
  }

  /// Cuts the connection of a session, runs a body while there is none, and waits for the next one.
  func outage(of session: WAMPSession, _ body: () async throws -> Void = {}) async throws {
    isOpen = false
    interrupt()
    while await session.state == .open { try await Task.sleep(for: .milliseconds(1)) }
    try await body()
    isOpen = true
    while await session.state != .open {
      if case .closed(let reason?) = await session.state { throw reason }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  private func join(_ client: any Channel, to port: Int?) throws {
    keep(client)
    guard isOpen else { return client.close(promise: nil) }
    guard let port else { return }
    let router = ClientBootstrap(group: client.eventLoop)
      .channelInitializer { router in
        self.keep(router)
        return router.eventLoop.makeCompletedFuture {
          let partner = router.eventLoop.makeSucceededFuture(client)
          try router.pipeline.syncOperations.addHandler(Splice(to: partner))
        }
      }
      .connect(host: "127.0.0.1", port: port)
    try client.pipeline.syncOperations.addHandler(Splice(to: router))
  }

  private func keep(_ channel: any Channel) { channels.withLock { $0.append(channel) } }

  /// Ends all connections at once; others may be made.
  func interrupt() {
    let open = channels.withLock { channels in
      defer { channels.removeSubrange(1...) }
      return channels[1...]
    }
    for channel in open { channel.close(promise: nil) }
  }

  /// Ends everything at once.
  func cut() {
    for channel in channels.withLock({ $0 }) { channel.close(promise: nil) }
  }
}

extension Wire {
  /// Joins the router's realm at the other end.
  func connect(
    _ serializer: SerializerKind = .flatbuffers, reconnection: Reconnection = .quick
  ) async throws -> WAMPSession {
    try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(port)/", realm: "realm1", serializers: [serializer], reconnection: reconnection)
  }
}

extension Reconnection {
  /// For tests, which wait for it.
  static let quick = Reconnection(firstDelay: .milliseconds(20), maxDelay: .milliseconds(100))
}

/// Passes on what one channel reads, and its end.
private final class Splice: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let partner: EventLoopFuture<any Channel>

  init(to partner: EventLoopFuture<any Channel>) { self.partner = partner }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    partner.whenSuccess { $0.writeAndFlush(bytes, promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    partner.whenSuccess { $0.close(promise: nil) }
  }
}
