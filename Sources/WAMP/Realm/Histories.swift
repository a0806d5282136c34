/// The histories of a realm: which events are kept, and which ones no store has yet.
struct Histories: Sendable {
  private struct History: Sendable {
    let topic: HistoryTopic
    /// The number of what keeps its events.
    let keeper: Int
  }

  private struct Waiting: Sendable {
    /// Who is told when the event is kept; `nil` if nobody is.
    let publisher: SessionID?
    let request: RequestID
    /// Counts the events that waited.
    let number: UInt64
    let size: Int
    /// How many keepers do not have it yet.
    var keepers: Int
    var failure: WAMPError?
  }

  private var all: [SubscriptionID: History] = [:]
  private var patterns = URIPatterns<SubscriptionID>()
  private var waiting: [PublicationID: Waiting] = [:]
  private(set) var waitingBytes = 0
  /// How many events have waited.
  private var waitedCount: UInt64 = 0
  private var pause = ReadingPause()

  var isEmpty: Bool { all.isEmpty }
  var count: Int { all.count }

  /// How many events wait to be kept.
  var waitingCount: Int { waiting.count }

  subscript(id: SubscriptionID) -> HistoryTopic? { all[id]?.topic }

  /// The history of a topic or a pattern.
  subscript(topic: String, match: MatchPolicy) -> SubscriptionID? { patterns[topic, match] }

  mutating func add(_ topic: HistoryTopic, keptBy keeper: Int) {
    all[topic.id] = History(topic: topic, keeper: keeper)
    patterns.insert(topic.id, for: topic.topic, topic.match)
  }

  /// The histories that keep an event, by their keepers.
  ///
  /// None keeps what belongs to the router, and none an event for certain sessions: others have their identifiers when it
  /// is read.
  func keepers(of publish: Message.Publish) -> [Int: [SubscriptionID]] {
    guard !all.isEmpty, publish.audience.exclude.isEmpty, publish.audience.eligible == nil,
      !URI.isReserved(publish.topic)
    else { return [:] }
    var keepers: [Int: [SubscriptionID]] = [:]
    for id in patterns.matches(publish.topic.utf8.span) {
      if let history = all[id] { keepers[history.keeper, default: []].append(id) }
    }
    return keepers
  }

  /// Whether no more events may wait to be kept.
  func isFull(_ limits: RealmLimits) -> Bool {
    waiting.count >= limits.waitingPublications || waitingBytes > limits.waitingBytes
  }

  func isWaiting(_ publication: PublicationID) -> Bool { waiting[publication] != nil }

  /// - Parameter publisher: who is told when the event is kept; `nil` if nobody is.
  mutating func wait(
    for publication: PublicationID, of publisher: SessionID?, _ request: RequestID, size: Int, keepers: Int
  ) {
    waitedCount += 1
    waiting[publication] = Waiting(
      publisher: publisher, request: request, number: waitedCount, size: size, keepers: keepers)
    waitingBytes += size
  }

  /// One of an event's keepers has it, or failed.
  ///
  /// - Returns: the publisher and what it is told, once all keepers have it; `nil` while some don't, or if nobody is told.
  mutating func kept(
    _ publication: PublicationID, _ failure: WAMPError?
  ) -> (publisher: SessionID, answer: Message)? {
    guard var event = waiting[publication] else { return nil }
    event.keepers -= 1
    event.failure = event.failure ?? failure
    guard event.keepers == 0 else {
      waiting[publication] = event
      return nil
    }
    waiting[publication] = nil
    waitingBytes -= event.size
    pause.end(of: event.number)
    guard let publisher = event.publisher else { return nil }
    if let failure = event.failure { return (publisher, failure.answer(to: event.request, of: .publish)) }
    return (publisher, .published(Message.Published(request: event.request, publication: publication)))
  }

  /// Keeps a call back until all events are kept that were published before it.
  mutating func hold(_ call: Message.Call, from caller: SessionID) {
    pause.hold(call, from: caller, until: waitedCount)
  }

  /// Whether another call may be kept back.
  var mayHold: Bool { pause.count < ReadingPause.limit }

  /// The next call that nothing keeps back any more.
  mutating func takeCall() -> (call: Message.Call, caller: SessionID)? { pause.takeCall() }
}
