public import Logging
public import NIOCore
public import NIOPosix
public import WAMP
public import WAMPAuthentication
public import WAMPTransport

extension WAMPSession {
  /// Connects to a router and joins a realm.
  ///
  /// - Parameters:
  ///   - address: the router's URL, or those of several routers, which are tried in turn.
  ///   - realm: the realm to join.
  ///   - authid: whom this client says to be; anonymous clients and those with a key need not say it.
  ///   - authentication: how it proves that.
  ///   - schemas: what the router is told of this side's schemas.
  ///   - details: details of HELLO, by their names in the protocol.
  ///   - serializers: what is offered to the router, the preferred one first.
  ///   - reconnection: what is done when the connection is lost. It is not for the first one: that no router can be
  ///     reached, or lets the client in, is thrown at once.
  ///   - group: where the session's event loop is taken from; the caller keeps it running.
  ///   - logger: is told what has no caller to be told: errors of handlers, events that were skipped, connections that
  ///     were lost.
  /// - Throws: what the last of the routers failed with: ``TransportError`` if it cannot be reached, ``WAMPError`` with
  ///   the router's reason if it refuses the session, `wamp.error.authentication_failed` also if the router does not prove
  ///   what its side of the method has to, `wamp.error.timeout` if it does not answer in time.
  ///   `CancellationError` at once if the task is cancelled.
  public static func connect(
    to address: RouterAddress, realm: String, authid: String? = nil,
    authentication: ClientAuthentication = .anonymous, schemas: SchemaOffer = .none, details: Options = [:],
    serializers: [SerializerKind] = SerializerKind.allCases, reconnection: Reconnection = .never,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    logger: Logger = Logger(label: "flatwire.client")
  ) async throws -> WAMPSession {
    guard !serializers.isEmpty else { throw WAMPError(.invalidArgument, "no serializer is offered") }
    if let error = authentication.fault(for: authid) { throw error }
    let plan = SessionPlan(
      routes: try SessionPlan.routes(to: address),
      hello: Message.Hello(
        realm: realm, roles: .client, authid: authid, resumable: reconnection.maxAttempts != 0,
        details: details),
      authentication: authentication, schemas: schemas, serializers: serializers,
      configuration: configuration, counters: SendCounters(),
      reconnection: reconnection, observation: ClientObservation(), logger: logger)
    try Task.checkCancellation()
    let loop = group.next()
    let (owner, ended) = try await loop.submit {
      let owner = SessionOwner(plan, on: loop)
      return (SessionOwner.Handle(owner, eventLoop: loop), owner.ended)
    }.get()
    let facts = try await withTaskCancellationHandler {
      try await loop.flatSubmit {
        owner.value.start()
        return owner.value.opening.futureResult
      }.get()
    } onCancel: {
      loop.execute { owner.value.abandonOpening(CancellationError()) }
    }
    return WAMPSession(owner, facts, ended, plan)
  }

  /// Connects to a router of which the URL is known, and joins a realm.
  ///
  /// - Parameters:
  ///   - url: `ws://host[:port][/path]` or `rs://host[:port]`, with TLS `wss` and `rss`; on a Unix socket
  ///     `ws+unix:///socket[:/path]` or `rs+unix:///socket`. `rs` is RawSocket. All others are those of
  ///     ``connect(to:realm:authid:authentication:schemas:details:serializers:reconnection:group:configuration:logger:)``.
  public static func connect(
    to url: String, realm: String, authid: String? = nil,
    authentication: ClientAuthentication = .anonymous, schemas: SchemaOffer = .none, details: Options = [:],
    serializers: [SerializerKind] = SerializerKind.allCases, reconnection: Reconnection = .never,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    logger: Logger = Logger(label: "flatwire.client")
  ) async throws -> WAMPSession {
    try await connect(
      to: RouterAddress([url]), realm: realm, authid: authid, authentication: authentication,
      schemas: schemas, details: details, serializers: serializers,
      reconnection: reconnection, group: group, configuration: configuration, logger: logger)
  }
}
