internal import Synchronization
internal import WAMP
internal import WAMPRouter

/// A table that a router exposes: see `Router.expose(_:of:as:in:allowing:showing:)`.
///
/// It goes on when nobody holds this any more.
public final class TableExposure: Sendable {
  /// The URIs of its procedures.
  public let procedures: [String]
  /// The publication of the table's changes, if these are allowed.
  public let changes: ChangePublication?
  private let router: Router
  private let realm: String?
  private let registered: [RegisteredProcedure]
  /// The names are somebody else's afterwards.
  private let isCancelled = Atomic(false)

  /// - Parameter registered: its procedures, by how they were registered.
  init(
    _ router: Router, in realm: String?, _ registered: [RegisteredProcedure],
    publishing changes: ChangePublication? = nil
  ) {
    self.changes = changes
    self.router = router
    self.realm = realm
    procedures = registered.map(\.uri)
    self.registered = registered
  }

  /// Ends it: returns once no procedure of it is answered any more, and its topic is free. Calls that came before are still
  /// answered, and what was published still reaches the subscribers. The second time there is nothing left to be ended.
  public func cancel() async {
    changes?.cancel()
    if !isCancelled.exchange(true, ordering: .relaxed) {
      for procedure in registered { await procedure.unregister(from: router, in: realm) }
    }
    // What it ended with, who waits for that is told.
    try? await changes?.finished()
  }
}

/// A procedure of an exposed table.
struct RegisteredProcedure: Sendable {
  let uri: String
  /// Whether it is answered on the caller's own event loop.
  let isInline: Bool

  func unregister(from router: Router, in realm: String?) async {
    // Fails only where the router has no such realm, and it was registered there.
    if isInline {
      try? await router.unregisterInline(uri, in: realm)
    } else {
      try? await router.unregister(uri, in: realm)
    }
  }
}
