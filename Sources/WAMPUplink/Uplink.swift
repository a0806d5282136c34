public import WAMP

/// What a realm of a router offers to a realm of another one: see `Router.uplink(to:offering:publishing:receiving:from:_:)`.
///
/// It goes on when nobody holds this any more.
public final class Uplink: Sendable {
  private let offered: OfferedProcedures
  private let losses: EventLosses
  private let task: Task<Void, any Error>

  init(_ offered: OfferedProcedures, _ losses: EventLosses, _ task: Task<Void, any Error>) {
    self.offered = offered
    self.losses = losses
    self.task = task
  }

  /// The procedures, and patterns of them, that the other router has taken.
  public var procedures: [URIPattern] { get async { await offered.procedures } }

  /// What the other router has not taken, of procedures that came later or were offered anew, and why. It is asked again.
  public var refusals: [URIPattern: WAMPError] { get async { await offered.refusals } }

  /// How many events were not passed on, in either direction, as too many waited or a router did not take them; as known
  /// when the last event was passed on.
  ///
  /// What was on its way when a connection was lost is not counted, nor what the other realm published until there was
  /// another one.
  public var lostEvents: Int { losses.count }

  /// Ends it: returns once nothing is offered any more. Calls under way fail with `wamp.error.canceled`.
  public func cancel() async {
    task.cancel()
    _ = await task.result
  }

  /// Waits until it has ended, because it was cancelled, the router stopped or the session was closed. Cancelling the task
  /// that waits ends the uplink, too.
  ///
  /// - Throws: ``WAMPError``: why the session with the other router, or the uplink's own one within its realm, was ended.
  public func finished() async throws {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
