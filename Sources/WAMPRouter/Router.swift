internal import NIOCore
internal import WAMP
public import WAMPTransport

/// An embedded WAMP router: realms, served over WebSocket.
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
  /// The TCP port that is listened on.
  public let port: Int
  /// What was sent to clients, with and without a copy of the payload.
  public let counters: SendCounters

  private let owners: [String: RealmOwner.Handle]
  private let loops: [RouterLoop.Handle]
  private let server: Listener
  let reception: Reception

  init(
    realms: [String], server: Listener, owners: [String: RealmOwner.Handle],
    loops: [RouterLoop.Handle], counters: SendCounters, reception: Reception
  ) {
    self.realms = realms
    self.server = server
    self.owners = owners
    self.loops = loops
    self.counters = counters
    self.reception = reception
    port = server.port
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

  /// Stops listening and closes every session with `wamp.close.system_shutdown`.
  ///
  /// Returns when the sessions are closed, or after their clients had time to answer.
  public func stop() async {
    await server.stop()
    for owner in owners.values {
      let closed = try? await owner.eventLoop.submit { owner.value.shutDown() }.get()
      for future in closed ?? [] { try? await future.get() }
    }
    for loop in loops { try? await loop.eventLoop.submit { loop.value.stop() }.get() }
  }
}
