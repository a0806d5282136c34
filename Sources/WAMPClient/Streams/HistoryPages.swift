internal import SharedBytes
internal import WAMP

/// Pulls the events of one history from a router, page by page.
struct HistoryPages: Sendable {
  let session: WAMPSession
  let topic: String
  let match: MatchPolicy

  struct Page {
    var events: [Message.Event] = []
    /// The last publication that was looked at, if more may follow.
    var next: PublicationID?
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
    var page = Page()
    for try await part in parts {
      if let entry = part.details[HistoryEntry.detail]?.mapValue {
        try page.add(entry, part.payload)
        continue
      }
      let (list, rest) = try part.arguments()
      for value in list { try page.add(value.mapValue ?? [:], nil) }
      guard !part.progress else { continue }
      guard let end = HistoryPageEnd(rest) else {
        throw WAMPError(
          .protocolViolation, "\(HistoryTopic.procedure) does not say whether more events follow")
      }
      page.next = end.next
    }
    return page
  }

  /// What asks for the events that a replay begins with.
  func beginning(of replay: EventReplay, _ subscription: Value) async throws -> [String: Value] {
    guard case .last(let count) = replay else { return replay.keywords }
    var keywords: [String: Value] = ["reverse": true]
    var first: PublicationID?
    var missing = max(count, 0)
    repeat {
      keywords["limit"] = .int(Int64(min(max(missing, 1), HistoryQuery.maximumLimit)))
      let page = try await page(subscription, keywords)
      first = page.events.last?.publication ?? first
      missing -= page.events.count
      guard let next = page.next else { break }
      keywords["before_publication"] = Value(next.rawValue)
    } while missing > 0
    guard let first else { return [:] }
    return [count > 0 ? "from_publication" : "after_publication": Value(first.rawValue)]
  }
}

extension HistoryPages.Page {
  fileprivate mutating func add(_ entry: [String: Value], _ record: Payload?) throws {
    guard let event = Message.Event(historyEntry: entry, record: record) else {
      throw WAMPError(
        .protocolViolation, "\(HistoryTopic.procedure) answered with something that is no event")
    }
    events.append(event)
  }
}
