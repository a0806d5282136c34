/// The events that topics keep for who subscribes later.
///
/// Of each topic the last one that was for everyone, and the last few that were for some only and came after it.
struct RetainedEvents: Sendable {
  struct Event: Sendable {
    let publish: Message.Publish
    /// `nil` for the router's own process.
    let publisher: Member?
    let id: PublicationID
    fileprivate let audience: AudienceFilter?

    /// Whether a session would have got the event, had it been subscribed.
    fileprivate func isFor(_ member: Member) -> Bool {
      if publish.excludeMe && publisher?.id == member.id { return false }
      return audience?.admits(member) ?? true
    }
  }

  private struct Number: Hashable, Sendable {
    let value: UInt64
  }

  /// The topics, by their bytes.
  private var numbers = URIPatterns<Number>()
  /// Their events from old to new; the topic whose event is the last comes last.
  private var topics = OrderedTable<Number, [Event]>()
  private var lastNumber: UInt64 = 0
  private(set) var count = 0
  private(set) var byteCount = 0

  /// The most events for some subscribers only that a topic keeps beside the one for everyone.
  static let restrictedPerTopic = 8

  /// How many bytes of topics are compared with a pattern, from the topic whose event is the last on: more would keep
  /// everyone waiting. The topics of ordinary lengths that a realm may keep take less.
  static let comparedBytes = 640 << 10

  /// Keeps an event for its topic.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if it is one too many, or larger than what is left; nothing changes then.
  mutating func retain(
    _ publish: Message.Publish, from publisher: Member?, as id: PublicationID, _ limits: RealmLimits
  ) throws(WAMPError) {
    var kept = publish.kept
    // Who gets the event later is not part of what goes on now.
    kept.trace = TraceContext()
    let event = Event(
      publish: kept, publisher: publisher, id: id, audience: AudienceFilter(publish.audience))
    let number = numbers[publish.topic, .exact]
    let before = number.flatMap { topics[$0] } ?? []
    let after = RetainedEvents.adding(event, to: before)
    let newCount = count - before.count + after.count
    let newByteCount = byteCount - before.size + after.size
    guard newCount <= limits.retainedEvents, newByteCount <= limits.retainedBytes else {
      throw WAMPError(.unavailable, "topics keep \(count) events with \(byteCount) bytes already")
    }
    (count, byteCount) = (newCount, newByteCount)
    let place = number ?? newNumber(for: publish.topic)
    topics.remove(place)
    topics.insert(after, for: place)
  }

  private static func adding(_ event: Event, to events: [Event]) -> [Event] {
    if event.audience == nil { return [event] }
    var events = events + [event]
    let restricted = events.count { $0.audience != nil }
    if restricted > restrictedPerTopic, let oldest = events.firstIndex(where: { $0.audience != nil }) {
      events.remove(at: oldest)
    }
    return events
  }

  private mutating func newNumber(for topic: String) -> Number {
    lastNumber += 1
    let number = Number(value: lastNumber)
    numbers.insert(number, for: topic, .exact)
    return number
  }

  /// The last event for a session of each topic that a pattern covers, in the order they were published.
  ///
  /// - Parameter limit: how many there may be; of more, the last ones. Of topics that are very long together, those are not
  ///   looked at whose last events are old; see ``comparedBytes``.
  func events(
    of pattern: String, _ match: MatchPolicy, for member: Member, limit: Int
  ) -> [Event] {
    if match == .exact {
      guard let number = numbers[pattern, .exact], let events = topics[number] else { return [] }
      return events.last { $0.isFor(member) }.map { [$0] } ?? []
    }
    var scan = PatternScan(for: pattern, match, byteLimit: Self.comparedBytes)
    return topics.last(limit) { events in
      guard let topic = events.last?.publish.topic, scan.covers(topic.utf8.span) else { return nil }
      return events.last { $0.isFor(member) }
    }
  }
}

extension [RetainedEvents.Event] {
  fileprivate var size: Int { reduce(0) { $0 + $1.publish.keptSize } }
}
