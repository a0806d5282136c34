internal import NIOCore
package import WAMP

extension Router {
  /// Keeps the events of a topic or a pattern from now on.
  ///
  /// Returns once the events can be asked for.
  ///
  /// - Parameters:
  ///   - keeper: keeps them, in the order they are published.
  ///   - makeReader: called once on each event loop, with the values that all that is answered there share; what it returns
  ///     stays on that loop.
  /// - Throws: ``WAMPError`` if the router has no such realm, the pattern is none, or has a history there already.
  package func addHistory(
    _ history: HistoryTopic, keptBy keeper: any EventKeeper, in realm: String?,
    makeReader: @escaping @Sendable (LoopLocalValues) -> HistoryReader
  ) async throws {
    let owner = try owner(of: realm)
    let observation = observation
    try await owner.eventLoop.flatSubmit {
      do {
        return try owner.value.addHistory(
          history, keptBy: keeper, watchedBy: observation, makeReader: makeReader)
      } catch {
        return owner.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }
}
