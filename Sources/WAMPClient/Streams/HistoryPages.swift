internal import SharedBytes
internal import WAMP

/// Pulls the events of one history from a router, page by page.
struct HistoryPages: Sendable {
  let session: WAMPSession
  let topic: String
  let match: MatchPolicy

  struct Page {
    var events: [Message.Event]
    var end: HistoryPageEnd
  }

  /// The identifier of the history, which is that of its subscription unless this is older than the history.
  ///
  /// - Throws: `wamp.error.no_such_subscription` if nobody has subscribed, and there is no history.
  func subscription() async throws -> Value {
    let found = try await session.call(
      "wamp.subscription.lookup", [.string(topic), ["match": .string(match.rawValue)]])
    if let id = try found.arguments().list.first, !id.isNull { return id }
    throw WAMPError(.noSuchSubscription, "\(topic.quoted) has no history")
  }

  /// - Parameter keywords: what is asked for, as `wamp.subscription.get_events` takes it.
  func page(_ subscription: Value, _ keywords: [String: Value]) async throws -> Page {
    let asked = keywords.merging(["records": true]) { $1 }
    let parts = try await session.results(
      of: HistoryTopic.procedure, Payload(arguments: [subscription], keywords: asked),
      atMost: HistoryQuery.maximumLimit + 2)
    var events: [Message.Event] = []
    for try await part in parts {
      if let entry = part.details[HistoryEntry.detail]?.mapValue {
        events.append(try event(entry, part.payload))
        continue
      }
      let (list, rest) = try part.arguments()
      for value in list { events.append(try event(value.mapValue ?? [:], nil)) }
      guard !part.progress else { continue }
      guard let end = HistoryPageEnd(rest) else { break }
      return Page(events: events, end: end)
    }
    throw WAMPError(.protocolViolation, "\(HistoryTopic.procedure) does not say whether more events follow")
  }

  private func event(_ entry: [String: Value], _ record: Payload?) throws -> Message.Event {
    if let event = Message.Event(historyEntry: entry, record: record) { return event }
    throw WAMPError(
      .protocolViolation, "\(HistoryTopic.procedure) answered with something that is no event")
  }

  /// What a replay begins with.
  ///
  /// - Throws: `flatwire.error.no_such_publication` if it is to begin behind one that the history does not have,
  ///   `wamp.error.invalid_argument` for a time that is no number.
  func beginning(of replay: EventReplay, _ subscription: Value) async throws -> HistoryBeginning {
    var keywords = try replay.keywords()
    if case .last(let count) = replay { keywords = try await first(ofLast: count, subscription) }
    // What is wrong with it is said here, not when the first event is read.
    let end = try await page(subscription, keywords.merging(["limit": 1]) { $1 }).end
    if case .after = replay { return HistoryBeginning(keywords, total: nil) }
    return HistoryBeginning(keywords, total: end.total)
  }

  /// What asks for the last events; for all that there are, if the history lets go of some of these meanwhile.
  private func first(ofLast count: Int, _ subscription: Value) async throws -> [String: Value] {
    var keywords: [String: Value] = ["reverse": true]
    var first: PublicationID?
    var missing = max(count, 0)
    repeat {
      keywords["limit"] = .int(Int64(min(max(missing, 1), HistoryQuery.maximumLimit)))
      let page: Page
      do {
        page = try await self.page(subscription, keywords)
      } catch let error as WAMPError where error.code == .noSuchPublication {
        return [:]
      }
      first = page.events.last?.publication ?? first
      missing -= page.events.count
      guard let next = page.end.next else { break }
      keywords["before_publication"] = Value(next.rawValue)
    } while missing > 0
    guard let first else { return [:] }
    return [count > 0 ? "from_publication" : "after_publication": Value(first.rawValue)]
  }
}
