internal import Synchronization
internal import WAMP
internal import WAMPRouter

/// A table that a router exposes: see `Router.expose(_:of:as:in:allowing:showing:)`.
///
/// It goes on when nobody holds this any more.
public final class TableExposure: Sendable {
  /// The URIs of its procedures.
  public var procedures: [String] { registered.map { $0.uri(prefix) } }
  /// The publication of the table's changes, if these are allowed.
  public let changes: ChangePublication?
  private let router: Router
  private let realm: String?
  private let prefix: String
  private let registered: [TableProcedure]
  /// The names are somebody else's afterwards.
  private let isCancelled = Atomic(false)

  init(
    _ registered: [TableProcedure], as prefix: String, by router: Router, in realm: String?,
    publishing changes: ChangePublication? = nil
  ) {
    self.changes = changes
    self.router = router
    self.realm = realm
    self.prefix = prefix
    self.registered = registered
  }

  /// Ends it: returns once no procedure of it is answered any more, and its topic is free. Calls that came before are still
  /// answered, and what was published still reaches the subscribers. A second call does not wait for the procedures.
  public func cancel() async {
    changes?.cancel()
    if !isCancelled.exchange(true, ordering: .relaxed) {
      for procedure in registered { await unregister(procedure) }
    }
    // What it ended with, who waits for that is told.
    try? await changes?.finished()
  }

  private func unregister(_ procedure: TableProcedure) async {
    let uri = procedure.uri(prefix)
    // Fails only where the router has no such realm, and it was registered there.
    if procedure.isInline {
      try? await router.unregisterInline(uri, in: realm)
    } else {
      try? await router.unregister(uri, in: realm)
    }
  }
}

extension TableProcedure {
  /// Whether it is answered on the caller's own event loop.
  fileprivate var isInline: Bool {
    switch self {
    case .get, .getMany, .list: true
    case .count, .put, .insert, .update, .delete: false
    }
  }
}
