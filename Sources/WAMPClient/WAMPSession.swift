package import Logging
public import WAMP
public import WAMPTransport

/// A session with a WAMP router: calls, registers, publishes and subscribes.
///
///     let session = try await WAMPSession.connect(to: "ws://127.0.0.1:8080/ws", realm: "realm1")
///     let user = try await session.call(.usersGet, .init(id: 7))
///     print(user.record.name.description)
///     await session.close()
///
/// Works with any router that speaks FlatBuffers, CBOR, MessagePack or JSON over WebSocket or RawSocket. A request whose task is
/// cancelled ends at once with `CancellationError`.
///
/// When the connection is lost, every request that waits for an answer fails with the reason. Then, if ``Reconnection``
/// says so, a new one is made: handlers and streams of events stay what they are, and ``state`` tells how far it is. A
/// router of this package lets the session go on where it was; with others all registrations and subscriptions are asked
/// for again, and what was published meanwhile is missed. Without reconnection the session is over: streams of events
/// end, and what is asked afterwards throws the reason, too; ``closed`` tells it.
public final class WAMPSession: Sendable {
  /// What was sent. A WebSocket client masks, so its payloads are always copied.
  public let counters: SendCounters

  let owner: SessionOwner.Handle
  let ended: StreamBuffer<Never>
  package let logger: Logger
  /// `nil` if nobody watches.
  let observation: ClientObservation?
  /// What its procedures and topics are in plain arguments.
  let library = ArgumentLibrary()
  private let facts: CurrentFacts
  private let plannedRealm: String

  init(_ owner: SessionOwner.Handle, _ facts: CurrentFacts, _ ended: StreamBuffer<Never>, _ plan: SessionPlan)
  {
    self.owner = owner
    self.facts = facts
    self.ended = ended
    counters = plan.counters
    logger = plan.logger
    observation = plan.observation
    plannedRealm = plan.hello.realm
  }
}

// What the router said when it let the client in; with a new connection it may say something else.
extension WAMPSession {
  /// The session's identifier.
  public var id: SessionID { facts.value.welcome.session }
  /// The realm that was joined.
  public var realm: String { facts.value.welcome.realm ?? plannedRealm }
  /// Whom the router takes this client for.
  public var authid: String? { facts.value.welcome.authid }
  /// What the router lets this client do, by the name of a role of its own.
  public var authrole: String? { facts.value.welcome.authrole }
  /// How the router found out who this client is, by the protocol's name of the method.
  public var authmethod: String? { facts.value.welcome.authmethod }
  /// The serializer that was agreed on.
  public var serializer: SerializerKind { facts.value.serializer }
  /// What the router announced.
  public var routerRoles: Roles { facts.value.welcome.roles ?? Roles() }
  /// What the router announced that it takes. Larger messages are not sent: their request fails.
  public var routerLimits: SessionLimits { facts.value.limits }
  /// The details of WELCOME that have no property here, by their names in the protocol.
  public var details: Options { facts.value.welcome.details }
  /// The schemas that the router announced in another version than this side, with what that means for records of both.
  public var differingSchemas: [SchemaDifference] { facts.value.differingSchemas }
}
