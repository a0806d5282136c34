internal import Logging
internal import NIOCore
internal import WAMP
public import WAMPTransport

/// An embedded WAMP router: realms, served over WebSocket and RawSocket.
///
///     let router = try await Router.start(.webSocket(port: 8080), realm: "realm1")
///     try await router.register(.usersGet) { request in … }
///     …
///     await router.stop()
///
/// Each realm is owned by one event loop, connections by theirs; there are no locks. Procedures answered inline run on
/// the caller's own event loop.
public final class Router: Sendable {
  /// The realms that clients may join.
  public let realms: [String]
  /// What is listened on, in the order of the endpoints, with the ports that the system chose.
  public let addresses: [TransportAddress]
  /// The first TCP port that is listened on; 0 if there is none.
  public let port: Int
  /// What was sent to clients, with and without a copy of the payload.
  public var counters: SendCounters { reception.counters }

  let owners: [String: RealmOwner.Handle]
  let listeners: [Listener]
  let reception: Reception
  let observation: RouterObservation
  /// What the procedures of this process are called with and answer in plain arguments.
  let library = ArgumentLibrary()
  /// `nil` if nobody wants reports.
  let reporter: MetricsReporter?

  init(
    realms: [String], listeners: [Listener], owners: [String: RealmOwner.Handle], reception: Reception
  ) {
    observation = RouterObservation()
    reporter = observation.metrics.map { MetricsReporter($0, owners, reception) }
    self.realms = realms
    self.listeners = listeners
    self.owners = owners
    self.reception = reception
    addresses = listeners.map(\.address)
    port = addresses.lazy.compactMap(\.port).first ?? 0
  }

  /// The realm that is meant where none is named: the first one.
  public var realm: String { realms[0] }

  /// The owner of a realm.
  func owner(of realm: String?) throws(WAMPError) -> RealmOwner.Handle {
    let name = realm ?? self.realm
    guard let owner = owners[name] else {
      throw WAMPError(.noSuchRealm, "the router has no realm \(name.quoted)")
    }
    return owner
  }

  /// Reads the certificates of all endpoints again, for clients that connect from now on.
  ///
  /// - Throws: ``TransportError`` naming the first file that cannot be used; that endpoint goes on with what it has.
  public func reloadCertificates() throws(TransportError) {
    for listener in listeners { try listener.reloadCertificates() }
  }
}
