/// The events of a subscription, in the order they arrive.
///
/// Ends when the session is closed from here; throws why, when the session or the subscription ends
/// otherwise. Letting go of it ends the subscription, as ``cancel()`` does.
///
/// Two things can be missing, and both are counted. Events that are not read in time wait within the bounds
/// of the ``EventBuffering`` that was asked for; what found no room is ``dropped``. An event of a typed
/// topic that does not carry the topic's record is skipped, logged and counted as ``rejected``: anyone who
/// may publish can send one, and it must not end the streams of others. To see such events, subscribe to
/// the topic by its URI.
public struct Events<Element: Sendable>: AsyncSequence, Sendable {
  let source: EventSource<Element>

  /// How many events were dropped so far, because too many waited to be read.
  public var dropped: Int { source.buffer.dropped }

  /// How many events were skipped so far, because they were not what the topic is for.
  public var rejected: Int { source.rejected }

  /// Ends the subscription, and returns once the router has confirmed it.
  ///
  /// What has arrived can still be read.
  ///
  /// - Throws: ``WAMPError`` if the session ends before that.
  public func cancel() async throws {
    try await source.cancel()
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let source: EventSource<Element>

    public mutating func next() async throws -> Element? {
      try await source.next()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(source: source)
  }
}
