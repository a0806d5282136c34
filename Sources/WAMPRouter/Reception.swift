internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPTransport

/// Takes in the connections of clients, whichever way they come.
struct Reception: Sendable {
  let loops: [RouterLoop.Handle]
  /// Those of the loops, to be read by anyone.
  let tallies: [LoopTally]
  let schemas: SchemaOffer
  let limits: Router.Limits
  let configuration: ConnectionConfiguration
  let counters: SendCounters
  let logger: Logger
  private let logins: LoginWatch
  private let places: [ObjectIdentifier: RouterLoop.Handle]

  init(
    loops: [RouterLoop.Handle], tallies: [LoopTally], schemas: SchemaOffer, limits: Router.Limits,
    configuration: ConnectionConfiguration, counters: SendCounters, logger: Logger
  ) {
    self.loops = loops
    self.tallies = tallies
    self.schemas = schemas
    self.limits = limits
    self.configuration = configuration
    self.counters = counters
    self.logger = logger
    logins = LoginWatch(limits)
    places = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
  }

  /// - Parameter trusted: the role of a client of this process, which is trusted; `nil` for all others.
  func makeConnection(
    _ subprotocol: String, _ loop: any EventLoop, trusted: String? = nil
  ) -> RouterConnection {
    guard let format = MessageProtocol(subprotocol: subprotocol)?.serializer,
      let place = places[ObjectIdentifier(loop)]
    else { preconditionFailure("\(subprotocol) was not offered, or the event loop is not the group's") }
    return RouterConnection(
      format: format, loop: loop, shared: place.value, schemas: schemas, limits: limits, logins: logins,
      trusted: trusted, logger: logger)
  }
}
