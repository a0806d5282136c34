public import FlatBuffersRuntime
public import WAMP

/// One event of a typed topic.
public struct Event<Record: FlatTable & ~Escapable>: Sendable {
  /// The router's identifier of the publication.
  public let publication: PublicationID
  /// The record, which owns its bytes.
  public let buffer: RecordBuffer<Record>

  /// The record in place, valid as long as this event.
  public var record: Record {
    @_lifetime(borrow self)
    get { buffer.record }
  }
}

/// The events of a subscription, in the order they arrive.
///
/// Ends when the session is closed from here; throws when it ends otherwise, or when an event does
/// not carry the record its topic is for. Events that are not awaited yet are kept. Leaving the loop
/// ends the subscription.
public struct Events<Record: FlatTable & ~Escapable>: AsyncSequence, Sendable {
  public typealias Element = Event<Record>

  let stream: AsyncThrowingStream<Event<Record>, any Error>

  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: AsyncThrowingStream<Event<Record>, any Error>.Iterator

    public mutating func next() async throws -> Event<Record>? {
      try await base.next()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: stream.makeAsyncIterator())
  }
}

/// Where a connection puts the events of one subscriber.
final class EventSink: Sendable {
  private let onEvent: @Sendable (Message.Event) -> Void
  private let onEnd: @Sendable (WAMPError?) -> Void

  init(
    onEvent: @escaping @Sendable (Message.Event) -> Void, onEnd: @escaping @Sendable (WAMPError?) -> Void
  ) {
    self.onEvent = onEvent
    self.onEnd = onEnd
  }

  func yield(_ event: Message.Event) { onEvent(event) }
  func finish(_ error: WAMPError?) { onEnd(error) }
}
