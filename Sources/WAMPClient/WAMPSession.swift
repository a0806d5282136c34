public import NIOCore
public import NIOPosix
public import WAMP
public import WAMPTransport

/// A session with a WAMP router: calls, registers, publishes and subscribes.
///
///     let session = try await WAMPSession.connect(to: "ws://127.0.0.1:8080/ws", realm: "realm1")
///     let user = try await session.call(.usersGet, .init(id: 7))
///     print(user.record.name.description)
///     await session.close()
///
/// Works with any router that speaks `wamp.2.flatbuffers` or `wamp.2.cbor` over WebSocket. When the
/// session ends, every request still pending fails, and every stream of events ends.
public final class WAMPSession: Sendable {
  /// The session's identifier.
  public let id: SessionID
  /// The serializer that was agreed on.
  public let serializer: SerializerKind
  /// What the router announced.
  public let routerRoles: Roles
  /// The names of schemas that the router announced in another version than this side: their records may have fields
  /// the other side does not know.
  public let differingSchemas: [String]
  /// What was sent. A WebSocket client masks, so its payloads are always copied.
  public let counters: SendCounters

  let connection: ClientConnection.Handle

  init(
    welcome: Message.Welcome, differingSchemas: [String], connection: ClientConnection.Handle,
    serializer: SerializerKind, counters: SendCounters
  ) {
    id = welcome.session
    routerRoles = welcome.roles ?? Roles()
    self.differingSchemas = differingSchemas
    self.connection = connection
    self.serializer = serializer
    self.counters = counters
  }

  /// Connects to a router and joins a realm as anonymous.
  ///
  /// - Parameters:
  ///   - url: `ws://host[:port][/path]`.
  ///   - realm: the realm to join.
  ///   - schemas: what the router is told of this side's schemas.
  ///   - serializers: what is offered to the router, the preferred one first.
  ///   - group: where the session's event loop is taken from; the caller keeps it running.
  /// - Throws: ``TransportError`` if there is no router to be reached, ``WAMPError`` with the router's
  ///   reason if it refuses the session, `wamp.error.timeout` if it does not answer in time.
  public static func connect(
    to url: String, realm: String, schemas: SchemaOffer = .none,
    serializers: [SerializerKind] = [.flatbuffers, .cbor],
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    configuration: ConnectionConfiguration = ConnectionConfiguration()
  ) async throws -> WAMPSession {
    guard let address = WebSocketURL(url) else {
      throw WAMPError(.invalidArgument, "\"\(url)\" is not of the form ws://host[:port][/path]")
    }
    let loop = group.next()
    let counters = SendCounters()
    let opening = loop.makePromise(of: Opening.self)
    do {
      try await WebSocketClient.connect(
        to: address, subprotocols: serializers.map(\.subprotocol), on: loop, configuration: configuration,
        counters: counters
      ) { subprotocol, loop in
        ClientConnection(
          realm: realm, schemas: schemas, serializer: SerializerKind(subprotocol: subprotocol) ?? .cbor,
          loop: loop,
          opening: opening, timeout: configuration.handshakeTimeout)
      }
    } catch {
      opening.fail(error)
    }
    let opened = try await opening.futureResult.get()
    return WAMPSession(
      welcome: opened.welcome, differingSchemas: opened.differingSchemas, connection: opened.connection,
      serializer: opened.serializer,
      counters: counters)
  }

  /// Leaves the realm and closes the connection.
  ///
  /// Returns once the router has answered, or did not in time. Closing a closed session does nothing.
  public func close() async {
    let connection = connection
    try? await connection.eventLoop.flatSubmit { connection.value.close() }.get()
  }

  /// Runs on the session's event loop and waits for the answer to the request that `body` makes.
  func request(
    _ body: @escaping @Sendable (ClientConnection, ClientConnection.Token) throws -> Void
  ) async throws -> ClientConnection.Answer {
    let connection = connection
    return try await connection.eventLoop.flatSubmit {
      let token = connection.eventLoop.makePromise(of: ClientConnection.Answer.self)
      do {
        try body(connection.value, token)
      } catch {
        token.fail(error)
      }
      return token.futureResult
    }.get()
  }
}

/// What a session is made of once the router has answered.
struct Opening: Sendable {
  let welcome: Message.Welcome
  let differingSchemas: [String]
  let connection: ClientConnection.Handle
  let serializer: SerializerKind
}
