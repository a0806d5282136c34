public import FlatBuffersRuntime
public import WAMP

extension WAMPSession {
  /// Follows a table of a router's store, whose changes the router publishes to a topic: see `Router.publishChanges`.
  ///
  ///     for try await change in try await session.changes(on: .usersChanged) {
  ///       switch change {
  ///       case .put(let row, let user): users[row.key] = user
  ///       case .delete(let row): users[row.key] = nil
  ///       case .unknown: users = try await read()
  ///       }
  ///     }
  ///
  /// Who has read the table once the subscription is confirmed knows all that was committed before, and is told all that
  /// is committed afterwards, or that something is missing: see ``PublishedChanges``.
  ///
  /// - Parameter buffering: how much may wait to be read, and what becomes of more.
  /// - Returns: the changes from now on, once the router has confirmed the subscription. Other events of the topic are
  ///   skipped and counted.
  /// - Throws: ``WAMPError`` if the router refuses the subscription or the session ends.
  public func changes<Record: FlatTable & ~Escapable>(
    on topic: Topic<Record>, buffering: EventBuffering = EventBuffering()
  ) async throws -> PublishedChanges<Record> {
    let uri = topic.uri
    return PublishedChanges(
      events: try await subscribe(to: uri, SubscribeOptions(), buffering) { event in
        try PublishedChangeEvent<Record>(event, of: uri)
      })
  }
}
