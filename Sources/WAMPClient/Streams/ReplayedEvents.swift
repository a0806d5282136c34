internal import WAMP

/// The events of a topic from some of its history on: first those that the router has kept, then those that are published.
///
/// None is missing between them, and none comes twice. Whoever is too slow, or loses the connection, is given what was missed
/// from the history, also when the router was started anew meanwhile. If the history has let go of some of that before it
/// was read, it ends with `flatwire.error.events_gone`, and another one, `.all`, begins with what is kept. Never given are
/// events that the router does not keep, which are those for certain sessions only. For one loop.
public struct ReplayedEvents<Element: Sendable>: AsyncSequence, Sendable {
  let events: Events<EventArrival>
  let pages: HistoryPages
  let history: Value
  let beginning: HistoryBeginning
  let remembered: Int
  let read: @Sendable (Message.Event) throws -> Element
  /// After how long without news the history is looked at: the router may have dropped the last event, for a connection
  /// that was full.
  package var idle = Duration.seconds(30)

  /// Ends the subscription, and returns once the router has confirmed it; as ``Events/cancel()``.
  ///
  /// - Throws: ``WAMPError`` if the session ends before that.
  public func cancel() async throws { try await events.cancel() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let source: EventSource<EventArrival>
    private let read: @Sendable (Message.Event) throws -> Element
    private let idle: Duration
    private var replay: HistoryReplay
    /// What came when events before it were missed.
    private var held: Message.Event?
    private var dropped = 0
    /// Whether an alarm is to come …
    private var isAlarmSet = false
    /// … and whether events have come since it was set.
    private var hasNews = false
    private var isOver = false

    init(_ events: ReplayedEvents) {
      source = events.events.source
      read = events.read
      idle = events.idle
      replay = HistoryReplay(
        events.pages, of: events.history, from: events.beginning, remembering: events.remembered)
    }

    /// The next event; `nil` when the session was closed from here.
    ///
    /// - Throws: ``WAMPError`` with what the session or the subscription ended with, or `flatwire.error.events_gone`;
    ///   `CancellationError` if the task is cancelled.
    public mutating func next() async throws -> Element? {
      guard !isOver else { return nil }
      do {
        while let event = try await nextEvent() {
          do {
            return try read(event)
          } catch {
            source.reject(event, error)
          }
        }
      } catch {
        isOver = true
        throw error
      }
      return nil
    }

    private mutating func nextEvent() async throws -> Message.Event? {
      while true {
        if let event = try await replay.next() { return event }
        if let event = held.take(), replay.isNew(event) { return event }
        setAlarm()
        guard let arrival = try await source.buffer.next() else { return nil }
        if source.buffer.dropped != dropped {
          dropped = source.buffer.dropped
          // It may have been among these.
          isAlarmSet = false
          replay.goOn()
        }
        switch arrival {
        case .event(let event):
          hasNews = true
          if event.followsLoss { replay.goOn() }
          held = event
        case .subscribedAgain: replay.goOn(isElsewhere: true)
        case .alarm:
          isAlarmSet = false
          if !hasNews { replay.goOn() }
        }
      }
    }

    private mutating func setAlarm() {
      guard !isAlarmSet else { return }
      (isAlarmSet, hasNews) = (true, false)
      source.wake(0, after: idle)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
