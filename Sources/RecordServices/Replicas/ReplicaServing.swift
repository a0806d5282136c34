internal import Synchronization
internal import WAMP
internal import WAMPRouter

/// Tables that are served to replicas: see `Router.serveReplicas(of:tables:as:in:)`.
///
/// It goes on when nobody holds this any more.
public final class ReplicaServing: Sendable {
  private let router: Router
  private let realm: String?
  private let prefix: String
  private let registered: [ReplicaProcedure]
  private let publishing: Task<Void, any Error>?
  /// The names are somebody else's afterwards.
  private let isCancelled = Atomic(false)

  init(
    _ registered: [ReplicaProcedure], as prefix: String, by router: Router, in realm: String?,
    publishing: Task<Void, any Error>? = nil
  ) {
    self.registered = registered
    self.prefix = prefix
    self.router = router
    self.realm = realm
    self.publishing = publishing
  }

  /// Ends it: returns once no procedure of it is answered any more, and its topic is free. Replicas keep what they have,
  /// and go on when they are served again.
  public func cancel() async {
    publishing?.cancel()
    if !isCancelled.exchange(true, ordering: .relaxed) {
      for procedure in registered {
        // Fails only where the router has no such realm, and it was registered there.
        try? await router.unregisterInline(procedure.uri(prefix), in: realm)
      }
    }
    // What it ended with, the router's log has.
    _ = await publishing?.result
  }
}
