internal import Logging
internal import WAMP
internal import WAMPClient

/// Publishes in one realm the events of topics of another one.
///
/// A router does not send a session what that has published itself: so events do not come back, though both sessions
/// are used for both directions.
struct EventForwarder: Sendable {
  let source: WAMPSession
  let target: WAMPSession
  let patterns: [URIPattern]
  let buffering: EventBuffering
  let losses: EventLosses
  let logger: Logger

  /// The events of one pattern.
  struct Stream: Sendable {
    let number: Int
    let events: Events<UntypedEvent>
  }

  /// When it subscribes again to what it was refused after an outage.
  private static let backOff = BackOff(first: .seconds(1), longest: .seconds(60))

  /// Subscribes to all patterns.
  ///
  /// - Throws: ``WAMPError`` naming the first one that is refused.
  func subscribe() async throws -> [Stream] {
    var streams: [Stream] = []
    for number in patterns.indices {
      streams.append(Stream(number: number, events: try await subscribe(to: patterns[number])))
    }
    return streams
  }

  private func subscribe(to pattern: URIPattern) async throws -> Events<UntypedEvent> {
    do {
      return try await source.subscribe(
        to: pattern.text, options: SubscribeOptions(match: pattern.match), buffering: buffering)
    } catch let error as WAMPError {
      throw error.about("\(pattern) may not be followed in the realm \(source.realm.quoted)")
    }
  }

  /// Passes events on until the session they come from is closed.
  ///
  /// - Throws: why that has ended, if it was not closed from here.
  func forward(_ stream: Stream) async throws {
    let pattern = patterns[stream.number]
    var topics = AcknowledgedTopics()
    var (events, attempt) = (Optional(stream.events), 0)
    while true {
      do {
        let current = if let events { events } else { try await subscribe(to: pattern) }
        (events, attempt) = (current, 0)
        return try await forward(current, of: stream.number, &topics)
      } catch let error as WAMPError {
        if case .closed = await source.state { throw error }
        logger.warning("events are not followed", metadata: ["topic": "\(pattern)", "error": "\(error)"])
        events = nil
        try await Task.sleep(for: Self.backOff.delay(attempt))
        attempt += 1
      }
    }
  }

  private func forward(
    _ events: Events<UntypedEvent>, of number: Int, _ topics: inout AcknowledgedTopics
  ) async throws {
    var dropped = 0
    for try await event in events {
      let all = events.dropped
      losses.add(all - dropped, of: patterns[number].description, because: "too many waited")
      dropped = all
      if isPassedOn(event.topic, by: number) { try await publish(event, &topics) }
    }
  }

  /// Each event once, though several patterns cover it; and none that the router itself tells.
  private func isPassedOn(_ topic: String, by number: Int) -> Bool {
    let covering = patterns.firstIndex { $0.covers(URIPattern(topic)) }
    return covering == number && !URI.isReserved(topic)
  }

  /// - Throws: `CancellationError` if the task is cancelled.
  private func publish(_ event: UntypedEvent, _ topics: inout AcknowledgedTopics) async throws {
    let topic = event.topic
    guard let payload = event.payload.adapted(to: target.routerRoles, as: .broker) else {
      return losses.add(1, of: topic, because: "the router takes no passthru payloads")
    }
    let isAcknowledged = topics.asks(for: topic, payload.byteCount)
    var options = PublishOptions(acknowledge: isAcknowledged)
    options.trace = event.details.trace
    do {
      try await target.publish(payload, to: topic, options: options)
      if isAcknowledged { topics.took(topic) }
    } catch let error as CancellationError {
      throw error
    } catch {
      topics.refused(topic)
      losses.add(1, of: topic, because: "\(error)")
    }
  }
}
