public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension WAMPSession {
  /// Subscribes to a typed topic.
  ///
  ///     for try await event in try await session.subscribe(to: .usersChanged) {
  ///       print(event.record.name.description)
  ///     }
  ///
  /// - Parameter buffering: how much may wait to be read, and what becomes of more.
  /// - Returns: the events from now on, once the router has confirmed the subscription. Those that do not
  ///   carry the topic's record are skipped and counted.
  public func subscribe<Record: FlatTable & ~Escapable>(
    to topic: Topic<Record>, options: SubscribeOptions = SubscribeOptions(),
    buffering: EventBuffering = EventBuffering()
  ) async throws -> Events<Event<Record>> {
    let uri = topic.uri
    let arguments = topic.schema.map { library.arguments(of: $0) }
    return try await subscribe(to: uri, options, buffering) { event in
      Event(
        details: EventDetails(event, topic: uri),
        buffer: try RecordBuffer<Record>(event.payload, of: event.topic ?? uri, arguments))
    }
  }

  /// Subscribes to any topic, or with `options` to a pattern of topics.
  ///
  ///     let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
  ///     for try await event in events { print(event.topic, try event.payload.arguments().list) }
  ///
  /// - Parameter buffering: how much may wait to be read, and what becomes of more.
  /// - Returns: the events from now on, once the router has confirmed the subscription.
  public func subscribe(
    to topic: String, options: SubscribeOptions = SubscribeOptions(),
    buffering: EventBuffering = EventBuffering()
  ) async throws -> Events<UntypedEvent> {
    try await subscribe(to: topic, options, buffering) { event in
      UntypedEvent(details: EventDetails(event, topic: topic), payload: event.payload)
    }
  }

  /// - Parameter read: makes an element of an event, in the task that wants it. What it throws on is skipped and counted.
  func subscribe<Element: Sendable>(
    to topic: String, _ options: SubscribeOptions, _ buffering: EventBuffering,
    _ read: @escaping @Sendable (Message.Event) throws -> Element
  ) async throws -> Events<Element> {
    try await subscribe(
      to: topic, options, buffering,
      arrivals: { arrival in
        guard case .event(let event) = arrival else { return nil }
        return try read(event)
      })
  }

  /// - Parameters:
  ///   - tellsOfReturn: whether it comes as an arrival, too, that the router has confirmed the subscription again.
  ///   - read: makes an element of what comes, in the task that wants it; `nil` for what is no news to its reader. An event
  ///     that it throws on is skipped and counted.
  func subscribe<Element: Sendable>(
    to topic: String, _ options: SubscribeOptions, _ buffering: EventBuffering,
    tellsOfReturn: Bool = false, arrivals read: @escaping @Sendable (EventArrival) throws -> Element?
  ) async throws -> Events<Element> {
    let buffer = EventBuffer(
      buffering, tellsOfReturn: tellsOfReturn, onDrop: observation?.onDrop, detach: { $0.detached })
    let order = StandingOrders.Order.subscribe(topic: topic, options)
    let answer = try await request { connection, promise in
      let message = try connection.session.subscribe(
        topic, options: options, token: .subscription(order, buffer, promise))
      try connection.send(.subscribe(message), of: message.request, "the subscription to \(topic)")
      return message.request
    }
    guard case .subscribed(let order) = answer else {
      throw WAMPError(.protocolViolation, "SUBSCRIBE was not answered with SUBSCRIBED")
    }
    return Events(source: EventSource(buffer, of: topic, order, owner, logger: logger, read: read))
  }
}
