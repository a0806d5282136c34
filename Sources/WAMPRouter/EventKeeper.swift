package import WAMP

/// What keeps events of a realm where they outlive the router's process.
package protocol EventKeeper: AnyObject, Sendable {
  /// Keeps events, in their order; returns once they are kept.
  ///
  /// Called again only when it has returned.
  ///
  /// - Throws: what is for the log: publishers get what ``told(_:)`` says of it.
  func keep(_ events: [KeptEvent]) async throws

  /// What publishers are told of an error of ``keep(_:)``.
  func told(_ error: any Error) -> WAMPError
}

/// Answers a call that asks for the events of one history, on one event loop.
package typealias HistoryReader = (_ query: HistoryQuery, _ call: InlineCall) throws -> Void

/// The events that wait for one keeper.
struct KeeperQueue {
  let keeper: any EventKeeper
  var waiting: [KeptEvent] = []
  /// Whether the keeper is keeping others.
  var isBusy = false
}
