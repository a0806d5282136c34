internal import WAMP

/// The events of a topic from some of its history on: first those that the router has kept, then those that are published.
///
/// None is missing between them, and none comes twice. Whoever is too slow, or loses the connection, is given what was missed
/// from the history, also when the router was started anew meanwhile. Two things it can't give: events that the router does
/// not keep, which are those for certain sessions only; and what the history had let go of before it was read. For one
/// loop.
public struct ReplayedEvents<Element: Sendable>: AsyncSequence, Sendable {
  let events: Events<EventArrival>
  let pages: HistoryPages
  let beginning: [String: Value]
  let remembered: Int
  let read: @Sendable (Message.Event) throws -> Element

  /// Ends the subscription, and returns once the router has confirmed it; as ``Events/cancel()``.
  ///
  /// - Throws: ``WAMPError`` if the session ends before that.
  public func cancel() async throws { try await events.cancel() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let source: EventSource<EventArrival>
    private let read: @Sendable (Message.Event) throws -> Element
    private var replay: HistoryReplay
    /// What came when events before it were missed.
    private var held: Message.Event?
    private var dropped = 0

    init(_ events: ReplayedEvents) {
      source = events.events.source
      read = events.read
      replay = HistoryReplay(events.pages, events.beginning, remembering: events.remembered)
    }

    public mutating func next() async throws -> Element? {
      while let event = try await nextEvent() {
        do {
          return try read(event)
        } catch {
          source.reject(event, error)
        }
      }
      return nil
    }

    private mutating func nextEvent() async throws -> Message.Event? {
      while true {
        if let event = try await replay.next() { return event }
        if let event = held.take(), replay.isNew(event) { return event }
        guard let arrival = try await source.buffer.next() else { return nil }
        let event: Message.Event? = if case .event(let event) = arrival { event } else { nil }
        if event == nil || source.buffer.dropped != dropped {
          dropped = source.buffer.dropped
          held = event
          replay.goOn()
        } else if let event, replay.isNew(event) {
          return event
        }
      }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
