public import Logging
public import NIOCore
public import NIOPosix
public import WAMP
public import WAMPTransport

/// An embedded WAMP router: one realm, served over WebSocket.
///
///     let router = try await Router.start(.webSocket(port: 8080), realm: "realm1")
///     try await router.register(.usersGet) { request in … }
///     …
///     await router.stop()
///
/// Sessions and subscriptions are owned by one event loop, connections by theirs; there are no locks.
/// Procedures answered inline run on the caller's own event loop.
public final class Router: Sendable {
  /// The realm that clients join.
  public let realm: String
  /// The TCP port that is listened on.
  public let port: Int
  /// What was sent to clients, with and without a copy of the payload.
  public let counters: SendCounters

  let core: RouterCore.Handle
  let loops: [LoopState.Handle]
  private let server: Listener

  init(
    realm: String, server: Listener, core: RouterCore.Handle, loops: [LoopState.Handle],
    counters: SendCounters
  ) {
    self.realm = realm
    self.server = server
    self.core = core
    self.loops = loops
    self.counters = counters
    port = server.port
  }

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen.
  ///   - realm: the realm that clients may join, as anonymous.
  ///   - schemas: what clients are told of the schemas of the records served.
  ///   - group: the event loops that serve connections; the caller keeps it running.
  ///   - configuration: limits of each connection.
  /// - Throws: ``WAMPError`` if `realm` is no URI, ``TransportError`` if the endpoint cannot be
  ///   listened on.
  public static func start(
    _ endpoint: Endpoint, realm: String, schemas: SchemaOffer = .none,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    guard URI.isValid(realm) else {
      throw WAMPError(.invalidURI, "\"\(realm)\" is not the name of a realm")
    }
    let home = group.next()
    let core = try await home.submit {
      RouterCore.Handle(RouterCore(Realm(name: realm), on: home, logger: logger), eventLoop: home)
    }.get()
    var loops: [LoopState.Handle] = []
    for loop in group.makeIterator() {
      loops.append(try await loop.submit { LoopState.Handle(LoopState(), eventLoop: loop) }.get())
    }
    let states = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
    let counters = SendCounters()
    let server = try await Listener.start(
      host: endpoint.host, port: endpoint.port,
      subprotocols: [SerializerKind.flatbuffers, .cbor].map(\.subprotocol), group: group,
      configuration: configuration, counters: counters
    ) { subprotocol, loop in
      RouterConnection(
        serializer: SerializerKind(subprotocol: subprotocol) ?? .cbor, loop: loop,
        inline: states[ObjectIdentifier(loop)]?.value ?? LoopState(), core: core, schemas: schemas,
        logger: logger)
    }
    logger.debug(
      "listening", metadata: ["host": "\(endpoint.host)", "port": "\(server.port)", "realm": "\(realm)"])
    return Router(realm: realm, server: server, core: core, loops: loops, counters: counters)
  }

  /// Stops listening and closes every session with `wamp.close.system_shutdown`.
  ///
  /// Returns when the sessions are closed, or after their clients had time to answer.
  public func stop() async {
    await server.stop()
    let closed = try? await core.eventLoop.submit { [core] in core.value.shutDown() }.get()
    for future in closed ?? [] { try? await future.get() }
  }
}
