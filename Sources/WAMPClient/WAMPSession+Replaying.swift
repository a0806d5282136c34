public import FlatBuffersRuntime
public import WAMP

extension WAMPSession {
  /// Subscribes to a typed topic whose events the router keeps, beginning with some of these.
  ///
  ///     for try await event in try await session.subscribe(to: .usersChanged, replaying: .last(100)) {
  ///       print(event.record.name.description)
  ///     }
  ///
  /// - Parameters:
  ///   - replay: which of the events that were published before come first, in their order.
  ///   - buffering: how many new events may wait meanwhile; what becomes of more is to be read from the history.
  /// - Returns: the events, once the router has confirmed the subscription. Those that do not carry the topic's record are
  ///   skipped.
  /// - Throws: `wamp.error.no_such_procedure` or `no_such_subscription` if the router does not keep the topic's events,
  ///   `flatwire.error.no_such_publication` if the publication to begin after is not among them.
  public func subscribe<Record: FlatTable & ~Escapable>(
    to topic: Topic<Record>, replaying replay: EventReplay, options: SubscribeOptions = SubscribeOptions(),
    buffering: EventBuffering = EventBuffering()
  ) async throws -> ReplayedEvents<Event<Record>> {
    let uri = topic.uri
    let arguments = topic.schema.map { library.arguments(of: $0) }
    return try await subscribe(to: uri, replaying: replay, options, buffering) { event in
      Event(
        details: EventDetails(event, topic: uri),
        buffer: try RecordBuffer<Record>(event.payload, of: event.topic ?? uri, arguments))
    }
  }

  /// Subscribes to a topic, or with `options` to a pattern, whose events the router keeps, beginning with some of these.
  ///
  /// - Throws: as for a typed topic.
  public func subscribe(
    to topic: String, replaying replay: EventReplay, options: SubscribeOptions = SubscribeOptions(),
    buffering: EventBuffering = EventBuffering()
  ) async throws -> ReplayedEvents<UntypedEvent> {
    try await subscribe(to: topic, replaying: replay, options, buffering) { event in
      UntypedEvent(details: EventDetails(event, topic: topic), payload: event.payload)
    }
  }

  private func subscribe<Element: Sendable>(
    to topic: String, replaying replay: EventReplay, _ options: SubscribeOptions,
    _ buffering: EventBuffering, _ read: @escaping @Sendable (Message.Event) throws -> Element
  ) async throws -> ReplayedEvents<Element> {
    var bounds = buffering
    bounds.overflow = .dropOldest
    // First, so that what is published while the history is read waits here.
    let events = try await subscribe(to: topic, options, bounds, tellsOfReturn: true, arrivals: { $0 })
    let pages = HistoryPages(session: self, topic: topic, match: options.match)
    let history = try await pages.subscription()
    let remembered = Self.rememberedEvents.addingReportingOverflow(bounds.maxEvents)
    return ReplayedEvents(
      events: events, pages: pages, history: history,
      beginning: try await pages.beginning(of: replay, history),
      remembered: remembered.overflow ? .max : remembered.partialValue, read: read)
  }

  /// More events than a router delivers after they are in its history.
  private static let rememberedEvents = 1 << 16
}
