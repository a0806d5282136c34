public import Logging
public import NIOCore
public import NIOPosix
public import WAMP
internal import WAMPTransport

extension Router {
  /// Starts a router of one realm.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen.
  ///   - realm: the realm that clients may join, as anonymous.
  ///   - schemas: what clients are told of the schemas of the records served.
  ///   - limits: what clients are allowed.
  ///   - group: the event loops that serve connections; the caller keeps it running.
  /// - Throws: ``WAMPError`` if `realm` is no URI, ``TransportError`` if the endpoint cannot be
  ///   listened on.
  public static func start(
    _ endpoint: Endpoint, realm: String, schemas: SchemaOffer = .none, limits: Limits = Limits(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    try await start(
      endpoint, realms: [realm], schemas: schemas, limits: limits, group: group, logger: logger)
  }

  /// Starts a router of several realms, which know nothing of each other.
  ///
  /// - Parameters:
  ///   - realms: the realms that clients may join, as anonymous; at least one. The first is meant where none is named.
  /// - Throws: ``WAMPError`` if a realm is no URI, is named twice, or there is none; ``TransportError`` if the endpoint
  ///   cannot be listened on.
  public static func start(
    _ endpoint: Endpoint, realms: [String], schemas: SchemaOffer = .none, limits: Limits = Limits(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "flatwire.router")
  ) async throws -> Router {
    try check(realms)
    let loops = try await makeLoops(of: group)
    var owners: [String: RealmOwner.Handle] = [:]
    for name in realms { owners[name] = try await add(name, to: loops, on: group.next(), limits, logger) }
    let places = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
    let counters = SendCounters()
    let server = try await Listener.start(
      host: endpoint.host, port: endpoint.port, subprotocols: formats.map(\.subprotocol), group: group,
      configuration: limits.ofConnections(), counters: counters
    ) { subprotocol, loop in
      guard let format = SerializerKind(subprotocol: subprotocol), let place = places[ObjectIdentifier(loop)]
      else { preconditionFailure("\(subprotocol) was not offered, or the event loop is not the group's") }
      return RouterConnection(
        format: format, loop: loop, shared: place.value, schemas: schemas, limits: limits, logger: logger)
    }
    logger.debug(
      "listening",
      metadata: [
        "host": "\(endpoint.host)", "port": "\(server.port)", "realms": "\(realms.joined(separator: ", "))",
      ])
    return Router(realms: realms, server: server, owners: owners, loops: loops, counters: counters)
  }

  /// What is offered to clients, the preferred format first.
  private static let formats: [SerializerKind] = [.flatbuffers, .cbor]

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

  private static func makeLoops(of group: any EventLoopGroup) async throws -> [RouterLoop.Handle] {
    var loops: [RouterLoop.Handle] = []
    for loop in group.makeIterator() {
      let index = loops.count
      loops.append(
        try await loop.submit { RouterLoop.Handle(RouterLoop(index: index), eventLoop: loop) }.get())
    }
    return loops
  }

  /// Makes a realm with its owner and a replica on each loop.
  private static func add(
    _ name: String, to loops: [RouterLoop.Handle], on home: any EventLoop, _ limits: Limits, _ logger: Logger
  ) async throws -> RealmOwner.Handle {
    let table = RoutingTable(limits: limits.ofRealm)
    let owner = try await home.submit {
      let realm = Realm(name: name, table: table, clock: { Timestamp.now })
      let owner = RealmOwner(realm, on: home, serving: loops, logger: logger)
      return RealmOwner.Handle(owner, eventLoop: home)
    }.get()
    for loop in loops {
      try await loop.eventLoop.submit {
        loop.value.add(LoopReplica(of: name, owner: owner, gate: CallGate(table)))
      }.get()
    }
    return owner
  }
}
