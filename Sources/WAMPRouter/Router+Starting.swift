public import Logging
public import NIOCore
public import NIOPosix
public import WAMP
public import WAMPAuthentication
public import WAMPTransport

extension Router {
  /// Starts a router of one realm.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen.
  ///   - realm: the realm that clients may join.
  ///   - authentication: how they prove who they are; by default everybody may join.
  ///   - permissions: what they may do; what `nil` is, ``RealmConfiguration/permissions`` says.
  ///   - schemas: what clients are told of the schemas of the records served.
  ///   - limits: what clients are allowed.
  ///   - group: the event loops that serve connections; the caller keeps it running.
  /// - Throws: ``WAMPError`` if `realm` is no URI, ``TransportError`` if the endpoint cannot be
  ///   listened on.
  public static func start(
    _ endpoint: Endpoint, realm: String, authentication: Authentication = .anonymous,
    permissions: Permissions? = nil, schemas: SchemaOffer = .none, limits: Limits = Limits(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    try await start(
      [endpoint],
      realms: [RealmConfiguration(realm, authentication: authentication, permissions: permissions)],
      schemas: schemas, limits: limits, group: group, logger: logger)
  }

  /// Starts a router of several realms that everybody may join.
  ///
  /// - Parameters:
  ///   - endpoints: where to listen; none if only the router's own process uses it.
  ///   - realms: their names.
  /// - Throws: as ``start(_:realms:schemas:limits:group:logger:)-(_,[RealmConfiguration],_,_,_,_)``.
  public static func start(
    _ endpoints: [Endpoint], realms: [String], schemas: SchemaOffer = .none, limits: Limits = Limits(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    try await start(
      endpoints, realms: realms.map { RealmConfiguration($0) }, schemas: schemas, limits: limits,
      group: group,
      logger: logger)
  }

  /// Starts a router of several realms, which know nothing of each other.
  ///
  /// - Parameters:
  ///   - endpoints: where to listen; none if only the router's own process uses it.
  ///   - realms: the realms that clients may join; at least one. The first is meant where none is named.
  /// - Throws: ``WAMPError`` if a realm is no URI, is named twice, or there is none; ``TransportError`` if an endpoint
  ///   cannot be listened on: then none is.
  public static func start(
    _ endpoints: [Endpoint], realms: [RealmConfiguration], schemas: SchemaOffer = .none,
    limits: Limits = Limits(), group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    let names = realms.map(\.name)
    try check(names)
    let cookies = CookieStore()
    let (loops, tallies) = try await makeLoops(of: group, cookies)
    var owners: [String: RealmOwner.Handle] = [:]
    let configuration = limits.ofConnections()
    let usual = Permissions.usual(isReachedFromOutside: !endpoints.allSatisfy(\.isOfThisMachine))
    for realm in realms {
      owners[realm.name] = try await add(
        realm, realm.permissions ?? usual, to: loops, on: group.next(), limits,
        sharing: configuration.budget, logger)
    }
    let reception = Reception(
      loops: loops, tallies: tallies, cookies: cookies, schemas: schemas, limits: limits,
      configuration: configuration,
      counters: SendCounters(), logger: logger)
    let listeners = try await listen(at: endpoints, on: group, reception)
    logger.debug(
      "listening",
      metadata: [
        "addresses": "\(listeners.map(\.address.description).joined(separator: ", "))",
        "realms": "\(names.joined(separator: ", "))",
      ])
    let router = Router(realms: names, listeners: listeners, owners: owners, reception: reception)
    await router.reporter?.start()
    return router
  }

  /// Listens at all endpoints, or at none.
  private static func listen(
    at endpoints: [Endpoint], on group: any EventLoopGroup, _ reception: Reception
  ) async throws -> [Listener] {
    let subprotocols = MessageProtocol.all.map {
      Subprotocol(
        $0.subprotocol, rawSocketID: $0.rawSocketID, isText: $0.isText, isBatched: $0.isBatched)
    }
    var listeners: [Listener] = []
    do {
      for endpoint in endpoints.map(\.withoutForeignPages) {
        let offered = subprotocols.filter { endpoint.subprotocols?.contains($0.name) ?? true }
        if let cookie = endpoint.webSocket?.cookie, !cookie.isNamed {
          throw WAMPError(.invalidArgument, "\(cookie.name.quoted) is no name of a cookie")
        }
        if offered.isEmpty {
          throw WAMPError(
            .invalidArgument, "\(endpoint.address) offers no subprotocol that the router speaks")
        }
        listeners.append(
          try await Listener.start(
            endpoint, subprotocols: offered, group: group, configuration: reception.configuration,
            knowsCookie: { reception.cookies.knows($0) }, counters: reception.counters
          ) { reception.makeConnection($0, $1) })
      }
    } catch {
      for listener in listeners { await listener.stop() }
      throw error
    }
    return listeners
  }

  private static func check(_ realms: [String]) throws(WAMPError) {
    for (index, name) in realms.enumerated() {
      if let fault = URI.fault(in: name) {
        throw WAMPError(.invalidURI, "\(name.quoted) is not the name of a realm: \(fault)")
      }
      if realms[..<index].contains(name) {
        throw WAMPError(.invalidArgument, "the realm \(name.quoted) is named twice")
      }
    }
    if realms.isEmpty { throw WAMPError(.invalidArgument, "a router has at least one realm") }
  }

  private static func makeLoops(
    of group: any EventLoopGroup, _ cookies: CookieStore
  ) async throws -> (loops: [RouterLoop.Handle], tallies: [LoopTally]) {
    var loops: [RouterLoop.Handle] = []
    var tallies: [LoopTally] = []
    for loop in group.makeIterator() {
      let (index, tally) = (loops.count, LoopTally())
      loops.append(
        try await loop.submit {
          RouterLoop.Handle(RouterLoop(index: index, tally: tally, cookies: cookies), eventLoop: loop)
        }.get())
      tallies.append(tally)
    }
    return (loops, tallies)
  }

  /// Makes a realm with its owner and a replica on each loop.
  private static func add(
    _ configuration: RealmConfiguration, _ permissions: Permissions, to loops: [RouterLoop.Handle],
    on home: any EventLoop, _ limits: Limits, sharing budget: TransportBudget?, _ logger: Logger
  ) async throws -> RealmOwner.Handle {
    let name = configuration.name
    let (inventory, schemas) = try configuration.loadedInventory()
    let table = RoutingTable(
      permissions: permissions, trustLevels: configuration.trustLevels, inventory: inventory,
      limits: limits.ofRealm)
    let interfaces = RealmInterfaces(inventory: schemas)
    let owner = try await home.submit {
      let realm = Realm(name: name, table: table, interfaces: interfaces, clock: { Timestamp.now })
      let owner = RealmOwner(realm, on: home, serving: loops, limits, sharing: budget, logger: logger)
      return RealmOwner.Handle(owner, eventLoop: home)
    }.get()
    for loop in loops {
      try await loop.eventLoop.submit {
        loop.value.add(
          LoopReplica(of: name, configuration.authentication, owner: owner, gate: CallGate(table)))
      }.get()
    }
    return owner
  }
}
