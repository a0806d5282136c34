internal import Logging
internal import NIOCore
public import WAMP
public import WAMPTransport

/// A session with a WAMP router: calls, registers, publishes and subscribes.
///
///     let session = try await WAMPSession.connect(to: "ws://127.0.0.1:8080/ws", realm: "realm1")
///     let user = try await session.call(.usersGet, .init(id: 7))
///     print(user.record.name.description)
///     await session.close()
///
/// Works with any router that speaks `wamp.2.flatbuffers` or `wamp.2.cbor` over WebSocket. When the session
/// ends, every request still pending fails with the reason, every stream of events ends, and what is asked
/// afterwards throws the reason, too; ``closed`` tells it. A request whose task is cancelled ends at once
/// with `CancellationError`.
public final class WAMPSession: Sendable {
  /// The session's identifier.
  public let id: SessionID
  /// The realm that was joined.
  public let realm: String
  /// Whom the router takes this client for.
  public let authid: String?
  /// What the router lets this client do, by the name of a role of its own.
  public let authrole: String?
  /// The serializer that was agreed on.
  public let serializer: SerializerKind
  /// What the router announced.
  public let routerRoles: Roles
  /// What the router announced that it takes. Larger messages are not sent: their request fails.
  public let routerLimits: SessionLimits
  /// The details of WELCOME that have no property here, by their names in the protocol.
  public let details: Options
  /// The names of schemas that the router announced in another version than this side: their records may
  /// have fields the other side does not know.
  public let differingSchemas: [String]
  /// What was sent. A WebSocket client masks, so its payloads are always copied.
  public let counters: SendCounters

  let connection: ClientConnection.Handle
  let ended: StreamBuffer<Never>
  let logger: Logger

  init(_ opening: Opening, realm: String, counters: SendCounters, logger: Logger) {
    id = opening.welcome.session
    self.realm = opening.welcome.realm ?? realm
    authid = opening.welcome.authid
    authrole = opening.welcome.authrole
    serializer = opening.serializer
    routerRoles = opening.welcome.roles ?? Roles()
    routerLimits = opening.limits
    details = opening.welcome.details
    differingSchemas = opening.differingSchemas
    connection = opening.connection
    ended = opening.ended
    self.counters = counters
    self.logger = logger
  }
}

/// What a session is made of once the router has answered.
struct Opening: Sendable {
  let welcome: Message.Welcome
  let limits: SessionLimits
  let differingSchemas: [String]
  let connection: ClientConnection.Handle
  let serializer: SerializerKind
  let ended: StreamBuffer<Never>

  init(
    _ welcome: Message.Welcome, _ session: ClientSession<ClientConnection.Token>,
    _ connection: ClientConnection.Handle, _ serializer: SerializerKind, _ ended: StreamBuffer<Never>
  ) {
    self.welcome = welcome
    limits = connection.value.routerLimits
    differingSchemas = session.differingSchemas
    self.connection = connection
    self.serializer = serializer
    self.ended = ended
  }
}
